namespace GptOssDev.Llama.Native;

/// <summary>A folder that may hold the native libraries.</summary>
/// <param name="HasFallback">Whether another folder is tried when this one cannot be used.</param>
internal sealed record NativeFolder(string Path, bool HasFallback);

/// <summary>The files of the native libraries in one folder.</summary>
/// <param name="Dependencies">What the llama library needs, in the order of loading.</param>
internal sealed record NativeLocation(
    string Directory,
    string Llama,
    string Ggml,
    string GgmlBase,
    IReadOnlyList<string> Dependencies
);
