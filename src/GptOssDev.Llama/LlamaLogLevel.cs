namespace GptOssDev.Llama;

/// <summary>The severity of a line from the native library, in its own numbering.</summary>
public enum LlamaLogLevel
{
    None = 0,
    Debug = 1,
    Information = 2,
    Warning = 3,
    Error = 4,
}
