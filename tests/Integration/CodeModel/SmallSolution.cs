using GptOssDev.CodeModel.Documents;
using GptOssDev.CodeModel.Workspaces;
using Xunit;

namespace GptOssDev.Tests.Integration.CodeModel;

/// <summary>Two projects, one on top of the other, loaded once; tests give their files other texts in forks of the snapshot.</summary>
public sealed class SmallSolution : IAsyncLifetime
{
    public const string Greeter = """
        namespace Lib;

        public class Greeter
        {
            private int _count;

            public string Name { get; init; } = "";

            public static string Greet(string name) => "Hello " + name;

            public int Count() => _count++;
        }

        """;

    public const string Caller = """
        namespace App;

        public class Caller : Lib.Greeter
        {
            public string Say() => Greet("you");
        }

        """;

    private readonly TempWorld _world = new();

    public CodeSnapshot Snapshot { get; private set; } = null!;

    /// <summary>A file of the project that nothing references.</summary>
    public string CallerPath => _world["App/Caller.cs"];

    /// <summary>A file of the project that the other one references.</summary>
    public string GreeterPath => _world["Lib/Greeter.cs"];

    public async ValueTask InitializeAsync()
    {
        _world.Write(
            "Directory.Build.props",
            "<Project><PropertyGroup><ImplicitUsings>disable</ImplicitUsings></PropertyGroup></Project>"
        );
        foreach (
            var (name, reference) in new[]
            {
                ("Lib", ""),
                ("App", "<ProjectReference Include=\"../Lib/Lib.csproj\" />"),
            }
        )
        {
            _world.Write(
                $"{name}/{name}.csproj",
                $"""
                <Project Sdk="Microsoft.NET.Sdk">
                  <PropertyGroup><TargetFramework>net10.0</TargetFramework><Nullable>enable</Nullable></PropertyGroup>
                  <ItemGroup>{reference}</ItemGroup>
                </Project>
                """
            );
        }
        _world.Write("Lib/Greeter.cs", Greeter);
        _world.Write(
            "Lib/Texts/Trimming.cs",
            """
            namespace Lib.Texts;

            public static class Trimming
            {
                public static string Shorten(this string text) => text.Trim();
            }

            public class Unique { }

            public class Twin { }

            """
        );
        _world.Write("Lib/Other/Twin.cs", "namespace Lib.Other;\n\npublic class Twin { }\n");
        _world.Write("App/Caller.cs", Caller);
        var request = new WorkspaceRequest(_world.WriteSolution("Lib", "App"), WorkspaceTrust.Trusted);
        var workspace = await CodeWorkspace.LoadAsync(request, TimeProvider.System);
        Snapshot = await workspace.SnapshotAsync();
        Assert.True(Snapshot.State.IsFull, string.Join('\n', Snapshot.State.Projects.Select(p => p.Reason)));
    }

    public ValueTask DisposeAsync()
    {
        _world.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A snapshot in which a file has a text, and where the mark <c>|</c> stood in it.</summary>
    public (CodeSnapshot Snapshot, TextPosition Cursor) With(string path, string marked)
    {
        var at = marked.IndexOf('|', StringComparison.Ordinal);
        var before = marked[..at];
        var line = before.Count(c => c == '\n');
        var column = at - (before.LastIndexOf('\n') + 1);
        return (Snapshot.WithText(path, marked.Remove(at, 1)), new TextPosition(line, column));
    }
}
