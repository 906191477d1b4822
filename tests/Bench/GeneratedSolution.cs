using System.Globalization;
using System.Text;

namespace GptOssDev.Tests.Bench;

/// <summary>
/// A solution for measuring: one project that all others reference, with one large file in it, and a chain of the others on top of each
/// other in small groups. The same every time.
/// </summary>
internal static class GeneratedSolution
{
    public const int Projects = 50;
    public const int FilesEach = 40;
    private const int Methods = 90;
    private const int Group = 5;

    /// <summary>Where the text of the large file takes a statement.</summary>
    public const string StatementMark = "// a statement goes here";

    /// <summary>Where the shared type takes a member.</summary>
    public const string MemberMark = "// a member goes here";

    /// <summary>The file of a thousand lines, relative to the folder.</summary>
    public static string LargeFile { get; } = Path.Join("Core", "Large.cs");

    /// <summary>The type that every project names.</summary>
    public static string SharedFile { get; } = Path.Join("Core", "Shared.cs");

    /// <returns>The solution file's path.</returns>
    public static string Write(string folder)
    {
        var names = Enumerable.Range(0, Projects).Select(Name).ToList();
        for (var project = 0; project < Projects; project++)
        {
            WriteProject(folder, project);
        }

        Put(
            Path.Join(folder, "All.slnx"),
            "<Solution>\n"
                + string.Concat(names.Select(n => $"  <Project Path=\"{n}/{n}.csproj\" />\n"))
                + "</Solution>\n"
        );
        return Path.Join(folder, "All.slnx");
    }

    private static void WriteProject(string folder, int project)
    {
        var name = Name(project);
        var references = project == 0 ? [] : new List<string> { Name(0) };
        if (project % Group > 1)
        {
            references.Add(Name(project - 1));
        }

        Put(
            Path.Join(folder, name, name + ".csproj"),
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                {string.Concat(references.Select(r => $"<ProjectReference Include=\"../{r}/{r}.csproj\" />"))}
              </ItemGroup>
            </Project>
            """
        );
        var special = project == 0 ? 2 : 1;
        for (var file = special; file < FilesEach; file++)
        {
            Put(Path.Join(folder, name, $"Part{file:00}.cs"), Part(name, file, special));
        }

        if (project == 0)
        {
            Put(Path.Join(folder, LargeFile), Large());
            Put(Path.Join(folder, SharedFile), Shared());
        }
        else
        {
            Put(Path.Join(folder, name, "User.cs"), User(name));
        }
    }

    private static string Name(int project) =>
        project == 0 ? "Core" : string.Create(CultureInfo.InvariantCulture, $"Area{project:00}");

    private static string Part(string project, int file, int first)
    {
        var next = file + 1 < FilesEach ? file + 1 : first;
        var text = new StringBuilder($"namespace {project};\n\npublic sealed class Part{file:00}\n{{\n");
        text.Append("    private readonly List<string> _lines = [];\n\n");
        for (var method = 0; method < 5; method++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                    public int Measure{{method}}(int depth, string name)
                    {
                        _lines.Add($"{name} at {depth}");
                        var longest = _lines.Where(line => line.Length > depth).Select(line => line.Length).DefaultIfEmpty(0).Max();
                        return depth <= 0 ? longest : new Part{{next:00}}().Measure{{method}}(depth - 1, name.Trim());
                    }


                """
            );
        }

        return text.Append("}\n").ToString();
    }

    private static string Large()
    {
        var text = new StringBuilder("namespace Core;\n\npublic sealed class Large\n{\n");
        text.Append("    private readonly Dictionary<string, List<int>> _known = [];\n\n");
        for (var method = 0; method < Methods; method++)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $$"""
                    public IReadOnlyList<int> Collect{{method}}(string name, int least)
                    {
                        if (!_known.TryGetValue(name, out var values))
                        {
                            _known[name] = values = [.. Enumerable.Range(0, least)];
                        }
                        {{(method % 3 == 0 ? StatementMark : "values.Add(name.Length);")}}
                        return values.Where(value => value > least).OrderBy(value => value).ToList();
                    }


                """
            );
        }

        return text.Append("}\n").ToString();
    }

    private static string Shared() =>
        $$"""
            namespace Core;

            public static class Shared
            {
                public static string Describe(object value) => value.ToString() ?? "";

                {{MemberMark}}
            }

            """;

    private static string User(string project) =>
        $$"""
            namespace {{project}};

            public sealed class User
            {
                public string Text(int number) => Core.Shared.Describe(number) + Core.Shared.Describe("text");
            }

            """;

    private static void Put(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
