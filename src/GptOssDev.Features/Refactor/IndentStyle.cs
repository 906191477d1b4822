using GptOssDev.Features.Code;

namespace GptOssDev.Features.Refactor;

/// <summary>How the lines of a section are indented, for new lines among them. Immutable.</summary>
internal sealed class IndentStyle
{
    private readonly CodeLines _section;
    private readonly CodeLines _file;
    private readonly bool? _usesTabs;

    /// <param name="file">The whole file's text: counts where the section itself shows nothing.</param>
    /// <param name="code">What is put in: counts where the file shows nothing either.</param>
    public IndentStyle(CodeLines section, string file, CodeLines code)
    {
        _section = section;
        _file = CodeLines.Of(file);
        _usesTabs =
            UsesTabs(section.All.Select(l => l.BlanksAfter(section.Base)))
            ?? UsesTabs(section.All.Select(l => l.Blanks))
            ?? UsesTabs(_file.All.Select(l => l.Blanks))
            ?? UsesTabs(code.All.Select(l => l.Blanks));
    }

    /// <summary>The blanks of a line that is so many columns deeper than the section.</summary>
    /// <param name="near">Index of the section's line that it comes to stand at.</param>
    public string Of(int columns, int near) =>
        Nearest(near, l => !l.IsDirective && !_section.IsLeft(l) && l.Width - _section.Base == columns)?.Blanks
        ?? Outermost(near) + Styled(columns);

    /// <summary>
    /// The blanks of a directive: as those of the section, else of the file; where there are none, regions follow the code and
    /// others stand in the first column.
    /// </summary>
    public string OfDirective(CodeLine directive, int columns, int near) =>
        Nearest(near, l => l.IsDirective)?.Blanks
        ?? (
            IsRegion(directive) ? Of(columns, near)
            : _file.All.FirstOrDefault(l => l.IsDirective && l.Width > 0 && !IsRegion(l)) is not null
                ? Of(columns, near)
            : ""
        );

    private string Outermost(int near) =>
        Nearest(near, l => !l.IsDirective && !_section.IsLeft(l) && l.Width == _section.Base)?.Blanks
        ?? new string(' ', _section.Base);

    private CodeLine? Nearest(int near, Func<CodeLine, bool> fits) =>
        _section
            .All.Select((line, index) => (line, index))
            .Where(l => !l.line.InString && !l.line.IsBlank && fits(l.line))
            .OrderBy(l => Math.Abs(l.index - near))
            .Select(l => l.line)
            .FirstOrDefault();

    private string Styled(int columns) =>
        _usesTabs == true ? new string('\t', columns / 4) + new string(' ', columns % 4) : new string(' ', columns);

    private static bool? UsesTabs(IEnumerable<string> blanks)
    {
        var (tabs, spaces) = (0, 0);
        foreach (var start in blanks)
        {
            tabs += start.StartsWith('\t') ? 1 : 0;
            spaces += start.StartsWith(' ') ? 1 : 0;
        }
        return tabs + spaces == 0 ? null : tabs > spaces;
    }

    private static bool IsRegion(CodeLine line) => line.Code.Contains("region", StringComparison.Ordinal);
}
