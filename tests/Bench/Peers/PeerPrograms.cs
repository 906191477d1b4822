namespace GptOssDev.Tests.Bench.Peers;

/// <summary>llama.cpp's own programs, as <c>npm run bench:peers</c> builds them.</summary>
internal sealed record PeerPrograms(string Server, string Bench)
{
    /// <summary>What a figure says where they are missing.</summary>
    public const string NotBuilt = "not run: npm run bench:peers builds it";

    /// <summary>Null where they are not built.</summary>
    public static PeerPrograms? Find()
    {
        var programs = new PeerPrograms(PathOf("llama-server"), PathOf("llama-bench"));
        return File.Exists(programs.Server) && File.Exists(programs.Bench) ? programs : null;
    }

    private static string PathOf(string name) => Repository.PathOf("artifacts", "peers", "build", "bin", name);
}
