using System.Text;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>A folder of its own for one test, gone with it.</summary>
internal sealed class TempWorld : IDisposable
{
    public TempWorld() => Root = Directory.CreateTempSubdirectory("gptoss-test-").FullName;

    public string Root { get; }

    public string this[string relative] => Path.Combine(Root, relative);

    public string Write(string relative, string text)
    {
        var path = this[relative];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, new UTF8Encoding(false));
        return path;
    }

    /// <summary>A class library that needs nothing but the SDK.</summary>
    public string WriteProject(
        string name,
        string extra = "",
        string framework = "<TargetFramework>net10.0</TargetFramework>"
    ) =>
        Write(
            $"{name}/{name}.csproj",
            $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>{framework}<ImplicitUsings>enable</ImplicitUsings><Nullable>enable</Nullable></PropertyGroup>
              {extra}
            </Project>
            """
        );

    public string WriteSolution(params string[] projects)
    {
        var lines = projects.Select(p =>
            $$"""Project("{FAE04EC0-301F-11D3-BF4B-00C04F79EFBC}") = "{{p}}", "{{p}}\{{p}}.csproj", "{{{Guid.NewGuid()}}}"{{"\n"}}EndProject"""
        );
        return Write(
            "All.sln",
            "\nMicrosoft Visual Studio Solution File, Format Version 12.00\n"
                + string.Join('\n', lines)
                + "\nGlobal\nEndGlobal\n"
        );
    }

    public void Dispose()
    {
        try
        {
            Directory.Delete(Root, recursive: true);
        }
        catch (IOException)
        {
            // A tool may still hold a file for a moment: the system clears its temporary folder.
        }
    }
}
