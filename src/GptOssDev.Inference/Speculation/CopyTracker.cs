namespace GptOssDev.Inference.Speculation;

/// <summary>
/// Follows a passage of a text while the end of the text copies it, as when a model rewrites a file with a few changes. It
/// finds the passage again after a replacement, an insertion or a deletion by looking nearby, and learns replacements: the
/// next place where the same tokens stand is guessed to be replaced alike, so that a rename is missed once and foreseen from
/// then on. Knows positions only; the text comes with each call. Constant time a token. One thread at a time.
/// </summary>
internal sealed class CopyTracker
{
    // How far past an edit the passage is looked for, and how many tokens the edit may write.
    private const int Reach = 24;

    // A passage that agreed for fewer tokens is not worth looking for.
    private const int WorthFinding = 8;

    // An edit that keeps the number of tokens is believed on a single token that agrees, up to this length.
    private const int ShortEdit = 4;
    private const int None = -1;
    private readonly LearnedReplacements _replacements = new();

    // The passage's next token, or None; when lost, where that was.
    private int _next = None;
    private int _lostAt = None;
    private int _editStart;
    private int _evidenceBeforeEdit;

    // A known replacement that is being written, and how much of it is.
    private Replacement? _writing;
    private int _written;

    public bool IsFollowing => _next != None;

    /// <summary>Whether a passage was left a moment ago and may be found again.</summary>
    public bool IsLost => _lostAt != None;

    /// <summary>Tokens that agreed, those before an edit counted half; 0 when nothing is followed.</summary>
    public int Evidence { get; private set; }

    /// <summary>Right after an edit began: where the passage goes on if one token replaced one.</summary>
    public int? Guess { get; private set; }

    public void Forget()
    {
        (_next, _lostAt, _writing, Guess, Evidence) = (None, None, null, null, 0);
        _replacements.Clear();
    }

    /// <summary>Follows another passage.</summary>
    /// <param name="next">Position of the token expected next.</param>
    public void Start(int next, int evidence) =>
        (_next, _lostAt, _writing, Guess, Evidence) = (next, None, null, null, evidence);

    /// <summary>Takes note of the text's last token.</summary>
    public void Follow(ReadOnlySpan<int> text)
    {
        Guess = null;
        if (_writing is { } replacement)
        {
            FollowReplacement(text, replacement);
        }
        else if (IsFollowing)
        {
            FollowPassage(text);
        }
        else if (IsLost)
        {
            Find(text);
        }
    }

    /// <summary>Writes what the passage says comes next, with the known replacements made.</summary>
    /// <returns>Tokens written: the destination is filled.</returns>
    public int Draft(ReadOnlySpan<int> text, Span<int> destination)
    {
        var filled = 0;
        var next = _next;
        if (_writing is { } current)
        {
            filled = Copy(text[(current.To + _written)..(current.To + current.ToLength)], destination);
            next += current.FromLength;
        }

        while (filled < destination.Length)
        {
            if (next < text.Length && _replacements.At(text, next) is { } replacement)
            {
                filled += Copy(text.Slice(replacement.To, replacement.ToLength), destination[filled..]);
                next += replacement.FromLength;
            }
            else
            {
                // A passage that has caught up with the end repeats itself.
                destination[filled++] = next < text.Length ? text[next] : destination[next - text.Length];
                next++;
            }
        }

        return filled;
    }

    private void FollowPassage(ReadOnlySpan<int> text)
    {
        var token = text[^1];
        var replacement = _replacements.At(text, _next);
        if (text[_next] == token)
        {
            if (replacement is { } wrong && text[wrong.To] != token)
            {
                _replacements.Doubt(wrong);
            }

            _next++;
            Evidence++;
        }
        else if (replacement is { } known && text[known.To] == token)
        {
            (_writing, _written, _editStart) = (known, 1, text.Length - 1);
            EndReplacement(known);
        }
        else
        {
            Lose(text.Length - 1);
            Guess = IsLost ? _lostAt + 1 : null;
        }
    }

    private void FollowReplacement(ReadOnlySpan<int> text, Replacement replacement)
    {
        if (text[replacement.To + _written] == text[^1])
        {
            _written++;
            EndReplacement(replacement);
        }
        else
        {
            _writing = null;
            Lose(_editStart);
            if (IsLost)
            {
                Find(text);
            }
        }
    }

    private void EndReplacement(Replacement replacement)
    {
        if (_written == replacement.ToLength)
        {
            _next += replacement.FromLength;
            _writing = null;
            Evidence++;
        }
    }

    private void Lose(int editStart)
    {
        if (Evidence >= WorthFinding)
        {
            (_lostAt, _editStart, _evidenceBeforeEdit) = (_next, editStart, Evidence);
        }

        (_next, Evidence) = (None, 0);
    }

    /// <summary>
    /// Looks for the passage behind the edit: two tokens that agree, or one where the edit has replaced as many tokens as it
    /// wrote.
    /// </summary>
    private void Find(ReadOnlySpan<int> text)
    {
        var edited = text.Length - 1 - _editStart;
        if (edited is > 0 and <= ShortEdit && Agrees(text, _lostAt + edited, 1))
        {
            Resume(_lostAt + edited, edited, edited);
            return;
        }

        // Both of the two tokens lie behind the edit's start, so the edit wrote one less.
        for (var i = 0; edited > 0 && i < Reach; i++)
        {
            if (Agrees(text, _lostAt + i + 1, 2))
            {
                Resume(_lostAt + i + 1, i, edited - 1);
                return;
            }
        }

        if (edited >= Reach)
        {
            _lostAt = None;
        }
    }

    private static bool Agrees(ReadOnlySpan<int> text, int last, int length) =>
        last < text.Length - 1 && text[(last + 1 - length)..(last + 1)].SequenceEqual(text[^length..]);

    private void Resume(int last, int removed, int added)
    {
        _replacements.Learn(new Replacement(_lostAt, removed, _editStart, added, InContext: false));
        Start(last + 1, (_evidenceBeforeEdit / 2) + 1);
    }

    private static int Copy(ReadOnlySpan<int> tokens, Span<int> destination)
    {
        var length = Math.Min(tokens.Length, destination.Length);
        tokens[..length].CopyTo(destination);
        return length;
    }
}
