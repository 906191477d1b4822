using System.Globalization;

namespace GptOssDev.Changes.Git;

/// <summary>Reads the records that git ends with NUL. Source of the formats: git's documentation of diff, ls-files and ls-tree.</summary>
internal static class GitRecords
{
    private static readonly char[] _blanks = [' '];

    public static IReadOnlyList<string> Split(string output) =>
        output.Split('\0', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Output of <c>git diff --raw -z</c>; null when it is something else.</summary>
    public static IReadOnlyList<GitChange>? Changes(string output)
    {
        var changes = new List<GitChange>();
        var fields = Split(output);
        for (var i = 0; i < fields.Count; )
        {
            var parts = fields[i].TrimStart(':').Split(_blanks);
            if (parts is not [var oldMode, var newMode, var oldId, var newId, { Length: > 0 } status])
            {
                return null;
            }
            var paths = status[0] is 'R' or 'C' ? 2 : 1;
            if (i + paths >= fields.Count)
            {
                return null;
            }
            changes.Add(
                new GitChange(
                    GitModes.Parse(oldMode),
                    GitModes.Parse(newMode),
                    Id(oldId),
                    Id(newId),
                    status[0],
                    fields[i + 1],
                    fields[i + paths]
                )
            );
            i += paths + 1;
        }
        return changes;
    }

    /// <summary>Output of <c>git ls-files --stage -v -z</c>; null when it is something else.</summary>
    public static IReadOnlyList<GitEntry>? Index(string output) =>
        Entries(
            output,
            head =>
                head is [{ Length: 1 } tag, var mode, var id, var stage]
                && int.TryParse(stage, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                    // Small letters are files that are assumed unchanged, S those outside a sparse checkout.
                    ? (mode, id, number, char.IsLower(tag[0]) || tag == "S")
                    : null
        );

    /// <summary>Output of <c>git ls-tree -r -z</c>; null when it is something else.</summary>
    public static IReadOnlyList<GitEntry>? Tree(string output) =>
        Entries(output, head => head is [var mode, _, var id] ? (mode, id, 0, false) : null);

    private static List<GitEntry>? Entries(
        string output,
        Func<string[], (string Mode, string Id, int Stage, bool IsUnwatched)?> read
    )
    {
        var entries = new List<GitEntry>();
        foreach (var record in Split(output))
        {
            var tab = record.IndexOf('\t', StringComparison.Ordinal);
            if (tab < 0 || read(record[..tab].Split(_blanks, StringSplitOptions.RemoveEmptyEntries)) is not { } head)
            {
                return null;
            }
            entries.Add(
                new GitEntry(record[(tab + 1)..], GitModes.Parse(head.Mode), head.Id, head.Stage, head.IsUnwatched)
            );
        }
        return entries;
    }

    // A name of zeros is git's way to say that there is no object.
    private static string Id(string text) => text.AsSpan().TrimStart('0').IsEmpty ? "" : text;
}
