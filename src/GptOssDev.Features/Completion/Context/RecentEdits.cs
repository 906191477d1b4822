using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Completion.Context;

/// <summary>
/// The places that a user edited last, the newest first. Typing on in a place is one edit, not many. Bounded; safe from any
/// thread.
/// </summary>
public sealed class RecentEdits
{
    private const int MaxEdits = 8;
    private const int MaxLines = 12;

    // Two changes closer than this are one edit.
    private const int NearLines = 3;
    private readonly Lock _gate = new();
    private readonly LinkedList<RecentEdit> _edits = new();

    /// <summary>The newest first.</summary>
    public IReadOnlyList<RecentEdit> Newest
    {
        get
        {
            lock (_gate)
            {
                return [.. _edits];
            }
        }
    }

    /// <summary>Notes that a document's text was changed.</summary>
    public void Add(string path, string before, string after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before == after)
        {
            return;
        }
        var start = before.AsSpan().CommonPrefixLength(after);
        var end = after.Length - CommonEnd(before, after, start);
        var first = Line(after, start);
        var last = Math.Min(Line(after, Math.Max(start, end)), first + MaxLines - 1);
        lock (_gate)
        {
            if (
                _edits.First?.Value is { } newest
                && newest.Path.Equals(path, PathNames.Comparison)
                && IsNear(newest, first, last)
            )
            {
                _edits.RemoveFirst();
                first = Math.Min(first, newest.FirstLine);
                last = Math.Min(Math.Max(last, newest.LastLine), first + MaxLines - 1);
            }
            _edits.AddFirst(new RecentEdit(path, first, last, Lines(after, first, last)));
            while (_edits.Count > MaxEdits)
            {
                _edits.RemoveLast();
            }
        }
    }

    private static bool IsNear(RecentEdit edit, int first, int last) =>
        first <= edit.LastLine + NearLines && last >= edit.FirstLine - NearLines;

    private static int CommonEnd(string before, string after, int start)
    {
        var length = 0;
        var most = Math.Min(before.Length, after.Length) - start;
        while (length < most && before[^(length + 1)] == after[^(length + 1)])
        {
            length++;
        }
        return length;
    }

    private static int Line(string text, int offset) => text.AsSpan(0, offset).Count('\n');

    private static string Lines(string text, int first, int last)
    {
        var lines = text.Split('\n');
        return string.Join('\n', lines[Math.Min(first, lines.Length)..Math.Min(last + 1, lines.Length)]).TrimEnd('\r');
    }
}

/// <summary>A place that was edited: whole lines as they were after it, counted from 0.</summary>
public sealed record RecentEdit(string Path, int FirstLine, int LastLine, string Text);
