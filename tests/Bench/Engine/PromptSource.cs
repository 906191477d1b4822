using GptOssDev.Inference;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>
/// Prompts that share no prefix worth a cache, of tokens that are plain text. The same calls give the same prompts. One thread.
/// </summary>
internal sealed class PromptSource
{
    private readonly int _seed;
    private readonly Random _random;
    private readonly int[] _text;
    private readonly int[] _starts;
    private int _used;

    public PromptSource(IModelSession session)
        : this(
            session.Tokenizer.Encode(
                File.ReadAllText(Repository.PathOf("src", "GptOssDev.Inference", "InferenceEngine.cs"))
            ),
            seed: 0
        ) { }

    private PromptSource(int[] text, int seed)
    {
        _text = text;
        _starts = [.. text.Distinct()];
        _seed = seed;
        _random = new Random(seed);
    }

    /// <summary>A source of other prompts.</summary>
    /// <param name="number">From 1; each number gives another one.</param>
    public PromptSource Fork(int number) => new(_text, (_seed * 31) + number);

    /// <summary>Differs from every other prompt of this source within its first two tokens.</summary>
    public int[] Next(int length)
    {
        var prompt = More(length);
        prompt[0] = _starts[_used % _starts.Length];
        if (length > 1)
        {
            prompt[1] = _starts[_used / _starts.Length % _starts.Length];
        }

        _used++;
        return prompt;
    }

    /// <summary>Tokens to put behind a prompt.</summary>
    public int[] More(int length)
    {
        var tokens = new int[length];
        for (var i = 0; i < length; i++)
        {
            tokens[i] = _text[_random.Next(_text.Length)];
        }

        return tokens;
    }
}
