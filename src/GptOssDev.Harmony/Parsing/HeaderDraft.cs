using System.Text;

namespace GptOssDev.Harmony.Parsing;

/// <summary>A header while it is being written: its text, cut at the control tokens. Owned by one parser.</summary>
/// <param name="role">The role that is already known; null when the header's text has to name it.</param>
/// <param name="stray">True when no start token opened it, so that it may turn out to be no header at all.</param>
internal sealed class HeaderDraft(Role? role, bool stray = false)
{
    private readonly List<HeaderSegment> _closed = [];
    private readonly StringBuilder _text = new();
    private ControlKind? _lead;

    public Role? Role => role;

    public bool IsStray => stray;

    /// <summary>Characters of text so far.</summary>
    public int Length { get; private set; }

    public bool HasChannel { get; private set; }

    /// <summary>True when nothing but blanks has been written.</summary>
    public bool IsBlank => !HasChannel && _closed.Count == 0 && string.IsNullOrWhiteSpace(_text.ToString());

    public void AddText(string more)
    {
        _text.Append(more);
        Length += more.Length;
    }

    /// <summary>Adds a channel or constrain token.</summary>
    public void AddControl(ControlKind kind)
    {
        _closed.Add(new HeaderSegment(_lead, _text.ToString()));
        _text.Clear();
        _lead = kind;
        // Markers count too, or a stream of nothing but markers would grow the draft without end.
        Length++;
        HasChannel |= kind == ControlKind.Channel;
    }

    public IReadOnlyList<HeaderSegment> Segments() => [.. _closed, new HeaderSegment(_lead, _text.ToString())];
}
