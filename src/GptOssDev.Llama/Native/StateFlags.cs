namespace GptOssDev.Llama.Native;

/// <summary>Which part of a sequence's state is saved.</summary>
internal enum StateFlags : uint
{
    Whole = 0,

    /// <summary>Only what the windowed layers hold.</summary>
    Windowed = 1,
}
