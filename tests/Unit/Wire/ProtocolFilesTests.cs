using GptOssDev.Contracts;
using GptOssDev.Tests.Unit.Server.Editors;
using Xunit;

namespace GptOssDev.Tests.Unit.Wire;

/// <summary>The protocol's page and the extension's types tell what the daemon really serves.</summary>
public sealed class ProtocolFilesTests
{
    private const string Rewrite =
        "GPTOSS_UPDATE_GOLDENS=1 artifacts/bin/Unit/release/Unit -class \"*ProtocolFilesTests\"";

    /// <summary>Methods that no handler sees, and who takes them.</summary>
    private static readonly string[] _elsewhere =
    [
        // The bridge `gptoss lsp`.
        Methods.Exit,
        // The connection.
        Methods.CancelRequest,
    ];

    [Fact]
    public async Task Every_method_that_the_daemon_serves_is_told_with_its_shapes()
    {
        await using var world = new EditorWorld();

        Assert.Equal(
            WireMethods
                .All.Where(m => m.Sender == WireSender.Client && !_elsewhere.Contains(m.Name))
                .SelectMany(m =>
                    m.AlsoNotification
                        ? [(m.Name, m.Params, m.Result), (m.Name, m.Params, null)]
                        : new (string Name, Type Params, Type? Result)[] { (m.Name, m.Params, m.Result) }
                )
                .OrderBy(m => m.Name, StringComparer.Ordinal),
            world
                .Handlers.All.Select(h => (h.Method, h.Params, h.Result))
                .OrderBy(m => m.Method, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Page_tells_the_protocol()
    {
        await using var world = new EditorWorld();
        var modes = world.Handlers.All.DistinctBy(h => h.Method).ToDictionary(h => h.Method, h => h.Mode);

        Check(new ProtocolPageWriter(ProtocolDocs.Read(), modes).Write(), "src", "GptOssDev.Contracts", "PROTOCOL.md");
    }

    [Fact]
    public void Types_of_the_extension_are_those_of_the_protocol() =>
        Check(new TypeScriptWriter(ProtocolDocs.Read()).Write(), "extension", "src", "protocol.ts");

    private static void Check(string actual, params string[] place)
    {
        var path = Repository.PathOf(place);
        if (Environment.GetEnvironmentVariable("GPTOSS_UPDATE_GOLDENS") == "1")
        {
            File.WriteAllText(path, actual);
        }
        var written = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        Assert.True(
            written == actual,
            $"{string.Join('/', place)} is not what the code says; this writes it: {Rewrite}"
        );
    }
}
