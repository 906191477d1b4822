using GptOssDev.Inference;

namespace GptOssDev.Tests.Bench.Engine;

/// <summary>Prompts that share no prefix, of tokens that are plain text. The same calls give the same prompts.</summary>
internal sealed class PromptSource
{
    private readonly Random _random = new(1);
    private readonly int[] _text;
    private readonly int[] _starts;
    private int _used;

    public PromptSource(IModelSession session)
    {
        _text = session.Tokenizer.Encode(
            File.ReadAllText(Repository.PathOf("src", "GptOssDev.Inference", "InferenceEngine.cs"))
        );
        _starts = [.. _text.Distinct()];
    }

    /// <summary>Differs from every other prompt within its first two tokens.</summary>
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
