namespace GptOssDev.Inference.Speculation;

/// <summary>Tokens guessed to come next.</summary>
/// <param name="Length">How many were written; 0 when there is no guess.</param>
/// <param name="Evidence">Tokens that agreed with the passage guessed from: how well founded the guess is.</param>
internal readonly record struct PromptDraft(int Length, int Evidence);

/// <summary>
/// Guesses the next tokens of one sequence from its own text, prompt and answer (prompt lookup decoding, Saxena, 2023): what
/// followed the same words before will follow them again. Owns a copy of the text. Used by the engine's thread alone.
/// </summary>
/// <remarks>
/// A passage that the answer has been copying comes first: it is followed token by token and across edits
/// (<see cref="CopyTracker"/>). Without one, the most recent place where the last few tokens stood is taken, the longest run
/// first (<see cref="NGramIndex"/>); right after an edit, a short run yields to the guess that one token replaced one. A
/// token costs constant time, amortised. Memory is bounded, some tens of bytes a token: past the capacity the older half of
/// the text is forgotten.
/// </remarks>
internal sealed class PromptLookup
{
    private const int FirstCapacity = 1024;

    // A run this long outweighs the guess that an edit replaced a single token.
    private const int StrongRun = 4;
    private readonly int _capacity;
    private readonly NGramIndex _index;
    private readonly CopyTracker _copy = new();
    private int[] _tokens;
    private int _count;

    /// <param name="capacity">Tokens remembered, at least twice the longest run of the index.</param>
    public PromptLookup(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 2 * NGramIndex.Longest);
        _capacity = capacity;
        _tokens = new int[Math.Min(capacity, FirstCapacity)];
        _index = new NGramIndex(_tokens.Length);
    }

    private ReadOnlySpan<int> Text => _tokens.AsSpan(0, _count);

    /// <summary>Takes the prompt, at once or in parts.</summary>
    public void Append(ReadOnlySpan<int> prompt)
    {
        _copy.Forget();
        foreach (var token in prompt)
        {
            Store(token);
        }

        Search();
    }

    /// <summary>Takes a token of the answer.</summary>
    public void Append(int token)
    {
        Store(token);
        _copy.Follow(Text);
        Search();
    }

    /// <summary>Writes what may come next. The text stays as it is.</summary>
    public PromptDraft Draft(Span<int> destination)
    {
        if (_count == 0)
        {
            return default;
        }

        if (_copy.IsFollowing)
        {
            return new PromptDraft(_copy.Draft(Text, destination), _copy.Evidence);
        }

        var match = _index.Find(Text);
        if (match.Length < StrongRun && _copy.Guess is { } guess)
        {
            return new PromptDraft(TextCopy.Write(Text, guess, destination), Evidence: 0);
        }

        return match.Length == 0
            ? default
            : new PromptDraft(TextCopy.Write(Text, match.Next, destination), match.Length);
    }

    /// <summary>Follows the passage of the longest run, unless one is followed that agrees as long, or was a moment ago.</summary>
    private void Search()
    {
        if (_copy.IsLost || _copy.Evidence >= NGramIndex.Longest)
        {
            return;
        }

        var match = _index.Find(Text);
        if (match.Length > _copy.Evidence)
        {
            _copy.Start(match.Next, match.Length);
        }
    }

    private void Store(int token)
    {
        if (_count == _tokens.Length)
        {
            MakeRoom();
        }

        _index.Add(Text);
        _tokens[_count++] = token;
    }

    private void MakeRoom()
    {
        if (_count < _capacity)
        {
            Array.Resize(ref _tokens, Math.Min(_capacity, 2 * _count));
        }
        else
        {
            var kept = Text[(_count / 2)..];
            kept.CopyTo(_tokens);
            _count = kept.Length;
            _copy.Forget();
        }

        _index.Clear(_tokens.Length);
        for (var length = 1; length < _count; length++)
        {
            _index.Add(Text[..length]);
        }
    }
}
