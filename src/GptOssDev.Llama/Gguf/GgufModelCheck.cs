namespace GptOssDev.Llama.Gguf;

/// <summary>Decides from a file's header whether the native loader may see it. Pure reading; any thread.</summary>
public static class GgufModelCheck
{
    /// <summary>Reads and checks the file (and the other files of a split model). Throws <see cref="LlamaException"/>.</summary>
    public static GgufModelInfo Check(string path) => throw new LlamaException(LlamaFailure.Unreadable, path);
}
