using GptOssDev.Features.Code;
using GptOssDev.Features.Completion.Prompting;
using Microsoft.CodeAnalysis.CSharp;
using Segment = GptOssDev.Features.Completion.Prompting.TokenSegments.Segment;

namespace GptOssDev.Features.Completion.Candidates;

/// <summary>
/// Finds in a text written at a cursor what stands right of the cursor on its line already. Both are read level by level: what
/// closes a bracket of the text's own is never the closer behind the cursor. Used once.
/// </summary>
internal sealed class SuffixOverlap
{
    private readonly string _text;
    private readonly string _after;
    private readonly List<CodeToken> _written;
    private readonly List<CodeToken> _suffix;
    private readonly Stack<CodeToken> _openers;
    private readonly IReadOnlyList<CodeToken> _before;

    /// <summary>For each token of the suffix the written token that it is; -1 for none.</summary>
    private readonly int[] _same;

    private SuffixOverlap(string text, CodeTokens written, CursorContext cursor)
    {
        var code = cursor.Code;
        var angles = TypeArguments.OpenAtEnd(code.Before.All);
        (_text, _after, _before) = (text, cursor.LineAfter, code.Before.All);
        _written = TypeArguments.Marked(written.All, angles);
        _suffix = TypeArguments.Marked(code.Suffix, angles);
        _openers = new Stack<CodeToken>(code.Openers);
        _same = Enumerable.Repeat(-1, _suffix.Count).ToArray();
        Keep = text.Length;
        Run();
    }

    /// <summary>Number of characters of the text that are kept.</summary>
    public int Keep { get; private set; }

    /// <summary>Number of tokens of the suffix that the kept text and what stays behind it hold once.</summary>
    public int Covered { get; private set; }

    /// <summary>True when the text holds all of the suffix, so that more of it may follow.</summary>
    public bool IsWhole => Covered == _suffix.Count;

    /// <summary>Number of characters behind the cursor that the kept text replaces.</summary>
    public int Replaces { get; private set; }

    public static SuffixOverlap Of(string text, CursorContext cursor) => new(text, cursor.Code.Lex(text), cursor);

    private void Run()
    {
        var (written, suffix) = (new TokenSegments(_written), new TokenSegments(_suffix));
        var (w, s) = (written.Next(), suffix.Next());
        while (s.Count > 0 || !s.IsLast)
        {
            if (s.IsLast && !w.IsLast && Holds(w, s))
            {
                Covered = s.End;
                break;
            }
            if (w.IsLast || s.IsLast)
            {
                EndIn(w, s);
                return;
            }
            if (w.EndedBy == s.EndedBy)
            {
                if (!Holds(w, s))
                {
                    EndIn(w, s);
                    return;
                }
                _same[s.End] = w.End;
                Covered = s.End + 1;
                Close(w.EndedBy);
                (w, s) = (written.Next(), suffix.Next());
            }
            else if (IsOwn(w.EndedBy, s.EndedBy))
            {
                Close(w.EndedBy);
                w = written.Next() with { Start = w.Start };
            }
            else
            {
                EndIn(w, s);
                return;
            }
        }
        // All of the suffix is written: what a statement's end or an opened block stands behind is written elsewhere.
        if (_suffix.Count > 0 && _suffix[^1] is { Kind: SyntaxKind.SemicolonToken } or { Role: TokenRole.Open })
        {
            Keep = _written[_same[^1]].End;
        }
        LeaveWhatStays();
    }

    /// <summary>True when the text ends here what the suffix does not end.</summary>
    private bool IsOwn(SyntaxKind written, SyntaxKind suffix)
    {
        var opener = _openers.TryPeek(out var top) ? top.Kind : SyntaxKind.None;
        return written switch
        {
            SyntaxKind.SemicolonToken => opener is SyntaxKind.None or SyntaxKind.OpenBraceToken || IsLoopHead(top),
            SyntaxKind.GreaterThanToken => true,
            _ => Nesting.Closes(written, opener) && !Nesting.Closes(suffix, opener),
        };
    }

    private bool IsLoopHead(CodeToken opener)
    {
        for (var i = 1; i < _before.Count; i++)
        {
            if (_before[i] == opener)
            {
                return _before[i - 1].Kind == SyntaxKind.ForKeyword;
            }
        }
        return false;
    }

    private void Close(SyntaxKind closer)
    {
        if (_openers.TryPeek(out var opener) && Nesting.Closes(closer, opener.Kind))
        {
            _openers.Pop();
        }
    }

    /// <summary>True when a stretch of the text holds a stretch of the suffix.</summary>
    private bool Holds(Segment w, Segment s)
    {
        if (s.Count == 0)
        {
            return true;
        }
        var at = w.End - s.Count;
        if (at >= w.Start && AreSame(at, s.Start, s.Count))
        {
            Note(at, s.Start, s.Count);
            return true;
        }
        return HoldsGroup(w, s);
    }

    // A group in brackets that the text goes on behind, such as the parentheses of a call.
    private bool HoldsGroup(Segment w, Segment s)
    {
        if (_suffix[s.Start].Role != TokenRole.Open || _suffix[s.End - 1].Role != TokenRole.Close)
        {
            return false;
        }
        foreach (var at in TopLevel(w))
        {
            if (at + s.Count <= w.End && AreSame(at, s.Start, s.Count))
            {
                Note(at, s.Start, s.Count);
                return true;
            }
        }
        return false;
    }

    private IEnumerable<int> TopLevel(Segment w)
    {
        var depth = 0;
        for (var i = w.Start; i < w.End; i++)
        {
            depth -= _written[i].Role == TokenRole.Close ? 1 : 0;
            if (depth <= 0)
            {
                yield return i;
            }
            depth += _written[i].Role == TokenRole.Open ? 1 : 0;
        }
    }

    private bool AreSame(int written, int suffix, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var (w, s) = (_written[written + i], _suffix[suffix + i]);
            var text = w.In(_text);
            var stays = s.In(_after);
            // What was begun before the cursor may be longer in front than what stands behind it.
            var mayBeLonger = i == 0 && s.Start == 0 && w.Role == TokenRole.Content;
            if (w.Kind != s.Kind || !(mayBeLonger ? text.EndsWith(stays) : text.SequenceEqual(stays)))
            {
                return false;
            }
        }
        return true;
    }

    private void Note(int written, int suffix, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _same[suffix + i] = written + i;
        }
    }

    /// <summary>The last stretch: the text ends in it, or has to be ended where it is not what the suffix is.</summary>
    private void EndIn(Segment w, Segment s)
    {
        if (!w.IsLast)
        {
            Keep = _written[w.End].Start;
        }
        if (s.Count == 0)
        {
            LeaveWhatStays();
            return;
        }
        for (var count = Math.Min(s.Count, w.Count); count > 0; count--)
        {
            if (AreSame(w.End - count, s.Start, count))
            {
                Note(w.End - count, s.Start, count);
                Covered = s.Start + count;
                Keep = _written[w.End - 1].End;
                LeaveWhatStays();
                return;
            }
        }
        if (HoldsGroup(w, s))
        {
            Covered = s.End;
        }
        else if (OtherGroup(w, s) is { } at)
        {
            Keep = _written[at].Start;
            var isApart = _suffix[s.Start].Start > (s.Start == 0 ? 0 : _suffix[s.Start - 1].End);
            Keep = isApart ? _text.AsSpan(0, Keep).TrimEnd(" \t").Length : Keep;
        }
        else if (w.Count > 0 && Covered > 0 && _suffix[Covered - 1].Kind == SyntaxKind.SemicolonToken)
        {
            // Another part of a loop's head: the semicolon behind the cursor is the one behind that part.
            Covered--;
        }
        LeaveWhatStays();
    }

    /// <summary>
    /// Where the text writes a group of its own in the place of the one that stands behind the cursor: other arguments,
    /// other accessors, or the block whose first brace ends the line.
    /// </summary>
    private int? OtherGroup(Segment w, Segment s)
    {
        var opens = s.Start;
        while (opens < s.End && _suffix[opens].Role != TokenRole.Open)
        {
            opens++;
        }
        if (opens == s.End || (opens > s.Start && opens != s.End - 1))
        {
            return null;
        }
        var count = opens - s.Start + 1;
        foreach (var at in TopLevel(w))
        {
            var follows = _suffix[opens].Kind is SyntaxKind.OpenBraceToken || at == w.Start || _written[at - 1].IsWord;
            if (
                follows
                && _suffix[opens].Kind != SyntaxKind.InterpolatedStringStartToken
                && at + count <= w.End
                && AreSame(at, s.Start, count)
            )
            {
                return at;
            }
        }
        return null;
    }

    /// <summary>Takes off the end of the text what stands behind it anyway; what is between is replaced.</summary>
    private void LeaveWhatStays()
    {
        var stays = Covered;
        var last = _written.FindLastIndex(t => t.End <= Keep);
        while (stays > 0 && _same[stays - 1] == last)
        {
            Keep = _written[last].Start + Longer(_written[last], _suffix[stays - 1]);
            stays--;
            last--;
        }
        Replaces = stays == 0 ? 0 : _suffix[stays - 1].End;
        if (stays < _suffix.Count && _suffix[stays].Start > Replaces && stays < Covered)
        {
            Keep = _text.AsSpan(0, Keep).TrimEnd(" \t").Length;
        }
    }

    private static int Longer(CodeToken written, CodeToken suffix) =>
        written.Role == TokenRole.Content ? written.End - written.Start - (suffix.End - suffix.Start) : 0;
}
