using System.Globalization;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Input;

/// <summary>
/// Reads <c>FILE:LINE:COL</c> and <c>FILE[:LINE[-LINE]]</c> as users type them: from 1, columns in UTF-16 units. Read from
/// the right, so that a drive letter or a colon in a file's name stays part of the name.
/// </summary>
/// <param name="workingDirectory">What relative paths start from.</param>
internal sealed class TargetParser(string workingDirectory)
{
    private const string StandardInput = "-";

    /// <summary>Reads <c>FILE:LINE:COL</c>.</summary>
    public FileTarget ParsePosition(string text)
    {
        var (path, last) = SplitNumber(text);
        if (last is null)
        {
            throw BadPosition(text, "no line and column");
        }

        (path, var first) = SplitNumber(path);
        if (first is null)
        {
            throw BadPosition(text, "no column");
        }

        var line = Number(first, "line", text);
        var column = Number(last, "column", text);
        return Target(path, text) with { Position = new Position(line - 1, column - 1) };
    }

    /// <summary>
    /// Reads <c>FILE[:LINE[-LINE]]</c>. What a compiler or editor prints, <c>FILE:LINE:COL</c>, is that line. Text that is
    /// a file's name as a whole is that file.
    /// </summary>
    public FileTarget ParseSpan(string text)
    {
        if (text.Length > 0 && text != StandardInput && File.Exists(Absolute(text)))
        {
            return Target(text, text);
        }

        var (path, lines) = SplitNumber(text);
        if (lines is null)
        {
            return Target(text, text);
        }

        var (shorter, before) = SplitNumber(path);
        if (before is not null && !lines.Contains('-', StringComparison.Ordinal) && !File.Exists(Absolute(path)))
        {
            (path, lines) = (shorter, before);
        }

        return Target(path, text) with
        {
            Lines = Span(lines, text),
        };
    }

    private static LineSpan Span(string lines, string text)
    {
        var dash = lines.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0)
        {
            var line = Number(lines, "line", text);
            return new LineSpan(line, line);
        }

        var start = Number(lines[..dash], "line", text);
        var end = Number(lines[(dash + 1)..], "line", text);
        return end >= start
            ? new LineSpan(start, end)
            : throw CliException.BadInput($"the lines of '{text}' end before they start: write the smaller one first");
    }

    /// <summary>Parts a number, or two joined by a dash, off the end.</summary>
    private static (string Before, string? Number) SplitNumber(string text)
    {
        var colon = text.LastIndexOf(':');
        if (colon <= 0 || colon == text.Length - 1)
        {
            return (text, null);
        }

        foreach (var letter in text.AsSpan(colon + 1))
        {
            if (!char.IsAsciiDigit(letter) && letter != '-')
            {
                return (text, null);
            }
        }

        return (text[..colon], text[(colon + 1)..]);
    }

    private static int Number(string digits, string what, string text)
    {
        var parsed = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        if (!parsed || number == int.MaxValue)
        {
            throw CliException.BadInput($"'{digits}' in '{text}' is no {what}: give a number from 1");
        }

        return number >= 1 ? number : throw CliException.BadInput($"the {what} of '{text}' is 0: they count from 1");
    }

    private static CliException BadPosition(string text, string missing) =>
        CliException.BadInput($"'{text}' has {missing}: write FILE:LINE:COL, such as src/Program.cs:12:9");

    private FileTarget Target(string path, string text)
    {
        if (path == StandardInput)
        {
            return new FileTarget(Absolute("stdin.cs"), IsStandardInput: true);
        }

        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
        {
            throw CliException.BadInput($"'{text}' names no file");
        }

        return new FileTarget(Absolute(path), IsStandardInput: false);
    }

    private string Absolute(string path) => Path.GetFullPath(path, workingDirectory);
}
