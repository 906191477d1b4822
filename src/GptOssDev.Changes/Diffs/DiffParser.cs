using System.Globalization;
using System.Text.RegularExpressions;
using GptOssDev.Changes.Git;

namespace GptOssDev.Changes.Diffs;

/// <summary>Reads one patch from its first line to its last. Used once, by one thread.</summary>
internal sealed partial class DiffParser(string text, DiffLimits limits)
{
    private readonly List<DiffFile> _files = [];
    private readonly List<UnparsedPath> _unread = [];
    private string[] _lines = [];
    private int _at;
    private FileHeader? _file;

    // What stands before the old and the new paths, once a file shows it.
    private (string Old, string New)? _prefixes;
    private (int Line, string What)? _failure;

    /// <summary>What the headers of the file being read have said so far.</summary>
    private sealed class FileHeader
    {
        public string? Old { get; set; }
        public string? New { get; set; }
        public DiffChange Change { get; set; } = DiffChange.Modified;
        public bool IsBinary { get; set; }
        public bool IsCombined { get; init; }

        /// <summary>True once lines of the header name the paths without prefixes.</summary>
        public bool IsNamed { get; set; }

        public GitMode? OldMode { get; set; }
        public GitMode? NewMode { get; set; }
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
            : DiffParseResult.Of(new UnifiedDiff(_files, _unread));
    }

    private void ReadLine()
    {
        var line = _lines[_at].TrimEnd('\r');
        if (Field(line, "diff --git ") is { } pair)
        {
            StartGitFile(pair);
        }
        else if ((Field(line, "diff --cc ") ?? Field(line, "diff --combined ")) is { } merged)
        {
            Finish();
            var path = DiffPaths.Read(merged);
            _file = new FileHeader
            {
                Old = path,
                New = path,
                IsCombined = true,
                IsNamed = true,
            };
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
        else if (line.StartsWith("@@@", StringComparison.Ordinal) && _file is { IsCombined: true })
        {
            ReadCombinedHunk(line);
            return;
        }
        else if (Unread(line) is { } unread)
        {
            _unread.Add(unread);
        }
        else if (_file is { } file && file.Hunks.Count == 0)
        {
            ReadExtendedHeader(file, line);
        }
        else if (_file is null && EncodedMail().IsMatch(line))
        {
            Fail("the patch is an encoded mail; give what 'git mailinfo' makes of it.");
        }
        _at++;
    }

    private static UnparsedPath? Unread(string line) =>
        Field(line, "* Unmerged path ") is { } unmerged && DiffPaths.Read(unmerged) is { } path
            ? new UnparsedPath(path, "a merge conflict in it is not resolved")
        : SubmoduleLine().Match(line) is { Success: true } submodule
            ? new UnparsedPath(submodule.Groups[1].Value, "a submodule: what its commits change is not in the patch")
        : null;

    private void StartGitFile(string pair)
    {
        Finish();
        _file = new FileHeader();
        if (DiffPaths.ReadPair(pair) is { } paths)
        {
            (_file.Old, _file.New) = Stripped(paths.Old, paths.New);
        }
    }

    private (string Old, string New) Stripped(string old, string now)
    {
        var (oldPath, newPath) = DiffPaths.Strip(old, now);
        if (oldPath == newPath)
        {
            _prefixes ??= (old[..^oldPath.Length], now[..^newPath.Length]);
        }
        return (oldPath, newPath);
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
        if (isNew || isGone)
        {
            _file.Change = isNew ? DiffChange.Added : DiffChange.Deleted;
            _file.Old = isNew ? null : (_file.Old ?? DiffPaths.StripOne(old, Prefixes()?.Old));
            _file.New = isGone ? null : (_file.New ?? DiffPaths.StripOne(now, Prefixes()?.New));
        }
        else if (!_file.IsNamed)
        {
            var (oldPath, newPath) = Stripped(old, now);
            // A comparison with a file that lies elsewhere changes the one that lies here.
            _file.Old = DiffPaths.StaysInside(oldPath) || !DiffPaths.StaysInside(newPath) ? oldPath : newPath;
            _file.New = DiffPaths.StaysInside(newPath) || !DiffPaths.StaysInside(oldPath) ? newPath : oldPath;
        }
    }

    /// <summary>The patch's prefixes, from what was read or from the first file further down that shows them.</summary>
    private (string Old, string New)? Prefixes()
    {
        for (var i = _at; i + 1 < _lines.Length && _prefixes is null; i++)
        {
            if (
                Field(_lines[i].TrimEnd('\r'), "--- ") is { } oldField
                && Field(_lines[i + 1].TrimEnd('\r'), "+++ ") is { } newField
                && (DiffPaths.Read(oldField), DiffPaths.Read(newField))
                    is ({ } old and not DiffPaths.Nowhere, { } now and not DiffPaths.Nowhere)
            )
            {
                Stripped(old, now);
            }
        }
        return _prefixes;
    }

    private static void ReadExtendedHeader(FileHeader file, string line)
    {
        if (Field(line, "new file mode ") is { } added)
        {
            (file.Change, file.NewMode) = (DiffChange.Added, GitModes.Parse(added));
        }
        else if (Field(line, "deleted file mode ") is { } deleted)
        {
            (file.Change, file.OldMode) = (DiffChange.Deleted, GitModes.Parse(deleted.Split(',')[0]));
        }
        else if (Field(line, "old mode ") is { } oldMode)
        {
            file.OldMode = GitModes.Parse(oldMode);
        }
        else if (Field(line, "new mode ") is { } newMode)
        {
            file.NewMode = GitModes.Parse(newMode);
        }
        else if (Field(line, "index ") is { } index && index.Split(' ') is [_, var mode])
        {
            file.NewMode ??= GitModes.Parse(mode);
        }
        else if ((Field(line, "rename from ") ?? Field(line, "copy from ")) is { } from)
        {
            file.Old = DiffPaths.Read(from);
            file.Change = line[0] == 'r' ? DiffChange.Renamed : DiffChange.Copied;
            file.IsNamed = true;
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
            if (lines.TrueForAll(l => l.Kind == DiffLineKind.Context))
            {
                _at = headerLine;
                Fail("the hunk marks no line as added or removed; make the patch without --word-diff.");
                return;
            }
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
                Fail(
                    IsWordDiff(headerLine)
                        ? $"the hunk of line {headerLine + 1} is a word diff; make the patch without --word-diff."
                        : $"does not fit the hunk of line {headerLine + 1}; the patch was edited or cut, or made with --word-diff."
                );
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

    /// <summary>A hunk of a merge, as what it changes in the first parent.</summary>
    private void ReadCombinedHunk(string header)
    {
        if (CombinedHunk.Parse(header) is not { } hunk)
        {
            Fail("the hunk's header is not '@@@ -line,count -line,count +line,count @@@'.");
            return;
        }
        var headerLine = _at++;
        var left = hunk.Parents.Select(p => p.Count).ToArray();
        var (old, now) = (0, 0);
        var lines = new List<DiffLine>();
        while (now < hunk.NewCount || left.Any(l => l > 0))
        {
            var raw = _at < _lines.Length ? _lines[_at] : "";
            if (raw.StartsWith('\\') && lines.Count > 0)
            {
                lines[^1] = lines[^1] with { NoNewline = true };
                _at++;
                continue;
            }
            var marks = raw.TrimEnd('\r').PadRight(left.Length)[..left.Length];
            var (isOld, isNew) = (CombinedHunk.IsInParent(marks, 0), CombinedHunk.IsInResult(marks));
            var isLine = _at < _lines.Length - 1 && !marks.AsSpan().ContainsAnyExcept(" +-");
            if (!isLine || !Count(marks, left) || (isNew && now >= hunk.NewCount))
            {
                Fail($"does not fit the hunk of line {headerLine + 1}; the patch was edited or cut.");
                return;
            }
            if (isOld || isNew)
            {
                var mark =
                    isOld && isNew ? ' '
                    : isNew ? '+'
                    : '-';
                var content = raw.Length > left.Length ? raw[left.Length..] : "";
                lines.Add(Line(mark + content, mark, hunk.Parents[0].Start + old, hunk.NewStart + now));
            }
            old += isOld ? 1 : 0;
            now += isNew ? 1 : 0;
            _at++;
        }
        if (lines.Exists(l => l.Kind != DiffLineKind.Context))
        {
            _file!.Hunks.Add(new DiffHunk(hunk.Parents[0].Start, old, hunk.NewStart, now, hunk.Section, lines));
        }

        static bool Count(string marks, int[] left)
        {
            for (var i = 0; i < left.Length; i++)
            {
                left[i] -= CombinedHunk.IsInParent(marks, i) ? 1 : 0;
            }
            return left.All(l => l >= 0);
        }
    }

    private bool IsWordDiff(int headerLine) =>
        _lines
            .Skip(headerLine + 1)
            .TakeWhile(l =>
                !l.StartsWith("@@ ", StringComparison.Ordinal) && !l.StartsWith("diff ", StringComparison.Ordinal)
            )
            .Any(l => l.TrimEnd('\r') == "~" || WordChange().IsMatch(l));

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
            _files.Add(
                new DiffFile(file.Change, old, now, file.IsBinary, file.Hunks)
                {
                    Mode = (file.Change == DiffChange.Deleted ? file.OldMode : file.NewMode) ?? GitMode.File,
                }
            );
        }
    }

    private string? Next() => _at + 1 < _lines.Length ? _lines[_at + 1].TrimEnd('\r') : null;

    private void Fail(string what) => _failure ??= (Math.Min(_at + 1, _lines.Length), what);

    private static string? Field(string line, string name) =>
        line.StartsWith(name, StringComparison.Ordinal) ? line[name.Length..] : null;

    private static bool Number(Match match, int group, out int number) =>
        int.TryParse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out number);

    [GeneratedRegex(@"^@@ -([0-9]+)(?:,([0-9]+))? \+([0-9]+)(?:,([0-9]+))? @@(.*)$", RegexOptions.None, 1000)]
    private static partial Regex HunkHeader();

    [GeneratedRegex(@"\[-.*-\]|\{\+.*\+\}", RegexOptions.None, 1000)]
    private static partial Regex WordChange();

    [GeneratedRegex(
        @"^Submodule (.+?) (?:[0-9a-f]{7,}\.{2,3}[0-9a-f]{7,}|contains (?:modified|untracked) content)",
        RegexOptions.None,
        1000
    )]
    private static partial Regex SubmoduleLine();

    [GeneratedRegex(
        "^Content-Transfer-Encoding: *(?:base64|quoted-printable)",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex EncodedMail();
}
