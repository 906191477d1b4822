namespace GptOssDev.Features.Code;

/// <summary>One line of code with everything that is in the file.</summary>
/// <param name="Blanks">The tabs and spaces it begins with; empty for a line that begins inside a string.</param>
/// <param name="Code">The rest, blanks at the end included.</param>
/// <param name="End">The characters that end it; empty for the last line.</param>
/// <param name="InString">True when it begins inside a string: its blanks are content.</param>
/// <param name="InRegion">True between <c>#if</c> and <c>#endif</c> and inside a block comment.</param>
internal sealed record CodeLine(string Blanks, string Code, string End, bool InString, bool InRegion)
{
    private const int TabColumns = 4;

    /// <summary>Columns that the blanks take, a tab to the next multiple of four.</summary>
    public int Width { get; } = WidthOf(Blanks);

    public string Raw => Blanks + Code;

    public bool IsBlank => !InString && string.IsNullOrWhiteSpace(Code);

    public bool IsDirective => !InString && Code.StartsWith('#');

    /// <summary>True for what style guides and habits put to the left of the code around it.</summary>
    public bool MayStandLeft => !InString && (InRegion || IsDirective || IsComment || IsLabel);

    private bool IsComment =>
        Code.StartsWith("//", StringComparison.Ordinal) || Code.StartsWith("/*", StringComparison.Ordinal);

    // "case X:" and "default:" are none: they stand where the code does.
    private bool IsLabel =>
        Code.TrimEnd() is [.. var name, ':']
        && name.Length > 0
        && name.All(c => char.IsLetterOrDigit(c) || c == '_')
        && name != "default";

    /// <summary>The blanks without their first columns; a tab across the border leaves spaces.</summary>
    public string BlanksAfter(int columns)
    {
        var (width, at) = (0, 0);
        while (at < Blanks.Length && width < columns)
        {
            width = Next(width, Blanks[at++]);
        }
        return new string(' ', Math.Max(0, width - columns)) + Blanks[at..];
    }

    private static int WidthOf(string blanks) => blanks.Aggregate(0, Next);

    private static int Next(int width, char blank) =>
        blank == '\t' ? ((width / TabColumns) + 1) * TabColumns : width + 1;
}
