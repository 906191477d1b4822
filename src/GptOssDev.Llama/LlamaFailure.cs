namespace GptOssDev.Llama;

/// <summary>Why the native layer or the model file reader refused. Each value asks for a different remedy.</summary>
public enum LlamaFailure
{
    /// <summary>No native library was found in any of the places searched.</summary>
    LibraryNotFound,

    /// <summary>A native library of another release than this program was built for.</summary>
    LibraryMismatch,

    /// <summary>The native library is there and could not be loaded.</summary>
    LibraryUnusable,

    /// <summary>The model file does not exist.</summary>
    NotFound,

    /// <summary>The path names a folder or a device.</summary>
    NotAFile,

    /// <summary>The file has no bytes.</summary>
    Empty,

    /// <summary>The file ends before what its header promises.</summary>
    Truncated,

    /// <summary>The file does not begin as a GGUF file does.</summary>
    NotGguf,

    /// <summary>A GGUF version that is not read, or the other byte order.</summary>
    UnsupportedVersion,

    /// <summary>A count, size, offset, type or key contradicts another or a limit.</summary>
    Corrupt,

    /// <summary>One part of a split model is absent.</summary>
    MissingShard,

    /// <summary>A sound file of another architecture than gpt-oss.</summary>
    WrongArchitecture,

    /// <summary>The vocabulary lacks tokens of the harmony format.</summary>
    MissingHarmonyTokens,

    /// <summary>The tokenizer in the file is not one that gpt-oss models have.</summary>
    UnsupportedTokenizer,

    /// <summary>The file exists and could not be read.</summary>
    Unreadable,

    /// <summary>The native loader refused a file that our reader accepted.</summary>
    LoadFailed,

    /// <summary>The progress callback asked to stop loading.</summary>
    LoadCancelled,

    /// <summary>The native context could not be created, mostly for want of memory.</summary>
    ContextFailed,

    /// <summary>An argument outside of what the native side accepts.</summary>
    InvalidArgument,

    /// <summary>A saved state does not fit the context.</summary>
    StateRejected,
}
