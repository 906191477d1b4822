namespace GptOssDev.Llama.Native;

/// <summary>A folder that holds the three libraries we load, and the release they are of.</summary>
internal sealed record NativeLocation(string Directory, string Llama, string Ggml, string GgmlBase, string Release);
