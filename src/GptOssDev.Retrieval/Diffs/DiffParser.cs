using System.Globalization;
using System.Text.RegularExpressions;

namespace GptOssDev.Retrieval.Diffs;

/// <summary>Reads one patch from its first line to its last. Used once, by one thread.</summary>
internal sealed partial class DiffParser(string text, DiffLimits limits)
{
    private readonly List<DiffFile> _files = [];
    private string[] _lines = [];
    private int _at;
    private FileHeader? _file;
    private (int Line, string What)? _failure;

    /// <summary>What the headers of the file being read have said so far.</summary>
    private sealed class FileHeader
    {
        public string? Old { get; set; }
        public string? New { get; set; }
        public DiffChange Change { get; set; } = DiffChange.Modified;
        public bool IsBinary { get; set; }
        public List<DiffHunk> Hunks { get; } = [];
    }

    public DiffParseResult Parse()
    {
        if (text.Length > limits.MaxCharacters)
        {
            return DiffParseResult.Failed(
                1,
                $"{text.Length} characters are over the limit of {limits.MaxCharacters}; split the patch."
            );
        }
        _lines = text.Split('\n');
        if (_lines.Length > limits.MaxLines)
        {
            return DiffParseResult.Failed(
                limits.MaxLines,
                $"{_lines.Length} lines are over the limit of {limits.MaxLines}; split the patch."
            );
        }
        while (_at < _lines.Length && _failure is null)
        {
            ReadLine();
        }
        Finish();
        return _failure is { } failure
            ? DiffParseResult.Failed(failure.Line, failure.What)
            : DiffParseResult.Of(new UnifiedDiff(_files));
    }

    private void ReadLine()
    {
        var line = _lines[_at].TrimEnd('\r');
        if (Field(line, "diff --git ") is { } pair)
        {
            StartGitFile(pair);
        }
        else if (
            line.StartsWith("--- ", StringComparison.Ordinal)
            && Next()?.StartsWith("+++ ", StringComparison.Ordinal) == true
        )
        {
            ReadPlainHeader(line[4..], Next()![4..]);
            _at++;
        }
        else if (line.StartsWith("@@ ", StringComparison.Ordinal))
        {
            ReadHunk(line);
            return;
        }
        else if (_file is { } file && file.Hunks.Count == 0)
        {
            ReadExtendedHeader(file, line);
        }
        _at++;
    }

    private void StartGitFile(string pair)
    {
        Finish();
        _file = new FileHeader();
        if (DiffPaths.ReadPair(pair) is { } paths)
        {
            _file.Old = DiffPaths.Strip(paths.Old);
            _file.New = DiffPaths.Strip(paths.New);
        }
    }

    private void ReadPlainHeader(string oldField, string newField)
    {
        if (_file is null || _file.Hunks.Count > 0)
        {
            Finish();
            _file = new FileHeader();
        }
        if (DiffPaths.Read(oldField) is not { } old || DiffPaths.Read(newField) is not { } now)
        {
            Fail("the path's quotes do not close; write the patch again.");
            return;
        }
        var (isNew, isGone) = (old == DiffPaths.Nowhere, now == DiffPaths.Nowhere);
        var prefixed = (isNew || HasPrefix(old)) && (isGone || HasPrefix(now));
        _file.Old =
            isNew ? null
            : prefixed ? DiffPaths.Strip(old)
            : old;
        _file.New =
            isGone ? null
            : prefixed ? DiffPaths.Strip(now)
            : now;
        _file.Change =
            isNew ? DiffChange.Added
            : isGone ? DiffChange.Deleted
            : _file.Change;
    }

    private static void ReadExtendedHeader(FileHeader file, string line)
    {
        if (line.StartsWith("new file mode", StringComparison.Ordinal))
        {
            file.Change = DiffChange.Added;
        }
        else if (line.StartsWith("deleted file mode", StringComparison.Ordinal))
        {
            file.Change = DiffChange.Deleted;
        }
        else if ((Field(line, "rename from ") ?? Field(line, "copy from ")) is { } from)
        {
            file.Old = DiffPaths.Read(from);
            file.Change = line[0] == 'r' ? DiffChange.Renamed : DiffChange.Copied;
        }
        else if ((Field(line, "rename to ") ?? Field(line, "copy to ")) is { } to)
        {
            file.New = DiffPaths.Read(to);
        }
        else if (
            line.StartsWith("Binary files ", StringComparison.Ordinal)
            || line.StartsWith("GIT binary patch", StringComparison.Ordinal)
        )
        {
            file.IsBinary = true;
        }
    }

    private void ReadHunk(string header)
    {
        if (_file is null)
        {
            Fail("a hunk without a file before it; the '---' and '+++' lines are missing.");
            return;
        }
        var match = HunkHeader().Match(header);
        if (!match.Success || !Number(match, 1, out var oldStart) || !Number(match, 3, out var newStart))
        {
            Fail("the hunk's header is not '@@ -line,count +line,count @@'.");
            return;
        }
        var oldCount = match.Groups[2].Success ? (Number(match, 2, out var o) ? o : -1) : 1;
        var newCount = match.Groups[4].Success ? (Number(match, 4, out var n) ? n : -1) : 1;
        if (oldCount < 0 || newCount < 0 || oldCount > int.MaxValue - oldStart || newCount > int.MaxValue - newStart)
        {
            Fail("the hunk's header names impossible line numbers.");
            return;
        }
        var headerLine = _at++;
        if (ReadHunkLines(oldStart, oldCount, newStart, newCount, headerLine) is { } lines)
        {
            _file.Hunks.Add(new DiffHunk(oldStart, oldCount, newStart, newCount, match.Groups[5].Value.Trim(), lines));
        }
    }

    private List<DiffLine>? ReadHunkLines(int oldStart, int oldCount, int newStart, int newCount, int headerLine)
    {
        var lines = new List<DiffLine>();
        var (old, now) = (0, 0);
        while (old < oldCount || now < newCount)
        {
            // The text's last newline leaves an empty piece behind that is no line of the patch.
            if (_at >= _lines.Length || (_at == _lines.Length - 1 && _lines[_at].Length == 0))
            {
                Fail($"the patch ends inside the hunk of line {headerLine + 1}; it was cut off.");
                return null;
            }
            var raw = _lines[_at];
            var mark = raw.Length == 0 || raw == "\r" ? ' ' : raw[0];
            if (mark == '\\' && lines.Count > 0)
            {
                lines[^1] = lines[^1] with { NoNewline = true };
                _at++;
                continue;
            }
            var (isOld, isNew) = (mark is ' ' or '-', mark is ' ' or '+');
            if (!isOld && !isNew || isOld && old >= oldCount || isNew && now >= newCount)
            {
                Fail($"does not fit the hunk of line {headerLine + 1}; the patch was edited or cut.");
                return null;
            }
            lines.Add(Line(raw, mark, oldStart + old, newStart + now));
            old += isOld ? 1 : 0;
            now += isNew ? 1 : 0;
            _at++;
        }
        if (_at < _lines.Length && _lines[_at].StartsWith('\\') && lines.Count > 0)
        {
            lines[^1] = lines[^1] with { NoNewline = true };
            _at++;
        }
        return lines;
    }

    private static DiffLine Line(string raw, char mark, int oldNumber, int newNumber)
    {
        var content = raw.Length > 0 && raw != "\r" ? raw[1..] : raw;
        var carriageReturn = content.EndsWith('\r');
        return new DiffLine(
            mark == '+' ? DiffLineKind.Added
                : mark == '-' ? DiffLineKind.Removed
                : DiffLineKind.Context,
            mark == '+' ? null : oldNumber,
            mark == '-' ? null : newNumber,
            carriageReturn ? content[..^1] : content,
            carriageReturn,
            NoNewline: false
        );
    }

    private void Finish()
    {
        if (_file is not { } file || _failure is not null)
        {
            return;
        }
        _file = null;
        var old = file.Change == DiffChange.Added ? null : file.Old;
        var now = file.Change == DiffChange.Deleted ? null : file.New;
        if (old is null && now is null)
        {
            Fail("the file before this line has no readable path.");
        }
        else if (!(old is null || DiffPaths.StaysInside(old)) || !(now is null || DiffPaths.StaysInside(now)))
        {
            Fail("the file before this line has a path that leaves the repository.");
        }
        else if (_files.Count == limits.MaxFiles)
        {
            Fail($"more than {limits.MaxFiles} files; split the patch.");
        }
        else
        {
            _files.Add(new DiffFile(file.Change, old, now, file.IsBinary, file.Hunks));
        }
    }

    private string? Next() => _at + 1 < _lines.Length ? _lines[_at + 1].TrimEnd('\r') : null;

    private void Fail(string what) => _failure ??= (Math.Min(_at + 1, _lines.Length), what);

    private static bool HasPrefix(string path) => DiffPaths.Strip(path).Length != path.Length;

    private static string? Field(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;

    private static bool Number(Match match, int group, out int number) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"^@@ -([0-9]+)(?:,([0-9]+))? \+([0-9]+)(?:,([0-9]+))? @@(.*)$", RegexOptions.None, 1000)]
    private static partial Regex HunkHeader();
}
