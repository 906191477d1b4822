namespace GptOssDev.Harmony;

/// <summary>
/// What Harmony needs from a model's vocabulary. The implementation owns the vocabulary; it must be safe to call from
/// several threads and must not throw on any text or id.
/// </summary>
public interface ITokenizer
{
    /// <summary>The size of the vocabulary: ids are below it.</summary>
    int Count { get; }

    /// <summary>Encodes text as ordinary text: the result never holds a control token, whatever the text spells.</summary>
    int[] Encode(string text);

    /// <summary>Finds a control token by its spelling, such as <c>&lt;|start|&gt;</c>.</summary>
    bool TryGetControlToken(string text, out int id);

    /// <summary>
    /// The bytes a token stands for; they need not be whole UTF-8 characters. For a control token the bytes of its
    /// spelling. False for an id outside the vocabulary.
    /// </summary>
    bool TryGetBytes(int id, out ReadOnlyMemory<byte> bytes);

    /// <summary>True for control tokens; false for ordinary tokens and for ids outside the vocabulary.</summary>
    bool IsControl(int id);
}
