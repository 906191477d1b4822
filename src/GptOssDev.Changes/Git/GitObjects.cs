using System.Globalization;
using System.Text;

namespace GptOssDev.Changes.Git;

/// <summary>Reads many objects with few processes: one asks for the sizes, one for each bounded group reads the contents.</summary>
internal sealed class GitObjects(GitCommand git)
{
    private const int GroupBytes = 32 * 1024 * 1024;

    /// <returns>The contents by name. An object that is not there, is no blob or is over the limit has none.</returns>
    public async Task<GitResult<IReadOnlyDictionary<string, byte[]>>> ReadAsync(
        IEnumerable<string> ids,
        long limit,
        CancellationToken cancellationToken
    )
    {
        var wanted = ids.Where(id => id.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        if (wanted.Count == 0)
        {
            return new GitResult<IReadOnlyDictionary<string, byte[]>>(contents, null);
        }
        var sizes = await git.RunAsync(["cat-file", "--batch-check"], cancellationToken, Input(wanted));
        if (Failure(sizes) is { } failure)
        {
            return new GitResult<IReadOnlyDictionary<string, byte[]>>(null, failure);
        }
        var group = new List<string>();
        var bytes = 0L;
        foreach (var (id, size) in Sizes(sizes.OutputText).Where(o => o.Size <= limit).Append(("", long.MaxValue)))
        {
            if (group.Count > 0 && size > GroupBytes - bytes)
            {
                var read = await git.RunAsync(
                    ["cat-file", "--batch"],
                    cancellationToken,
                    Input(group),
                    // Each object has a line before and a line break behind it.
                    (int)bytes + (group.Count * 200)
                );
                if (Failure(read) is { } stopped)
                {
                    return new GitResult<IReadOnlyDictionary<string, byte[]>>(null, stopped);
                }
                Take(read.Output, contents);
                group.Clear();
                bytes = 0;
            }
            group.Add(id);
            bytes += id.Length > 0 ? size : 0;
        }
        return new GitResult<IReadOnlyDictionary<string, byte[]>>(contents, null);
    }

    private GitFailure? Failure(GptOssDev.Platform.Processes.ProcessResult result) =>
        git.Unfinished(result)
        ?? (
            result.ExitCode == 0
                ? null
                : new GitFailure(
                    GitFailureReason.Failed,
                    $"{git.Folder}: git cat-file failed: {GitText.FirstLine(result.ErrorText)}"
                )
        );

    private static byte[] Input(List<string> ids) => Encoding.ASCII.GetBytes(string.Join('\n', ids) + "\n");

    private static IEnumerable<(string Id, long Size)> Sizes(string output)
    {
        foreach (var line in output.Split('\n'))
        {
            if (Head(line) is { } head)
            {
                yield return head;
            }
        }
    }

    private static (string Id, long Size)? Head(string line) =>
        line.Split(' ') is [var id, "blob", var size]
        && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? (id, bytes)
            : null;

    private static void Take(byte[] output, Dictionary<string, byte[]> contents)
    {
        for (var at = 0; at < output.Length; )
        {
            var end = output.AsSpan(at).IndexOf((byte)'\n');
            if (end < 0)
            {
                return;
            }
            var head = Head(Encoding.ASCII.GetString(output, at, end));
            at += end + 1;
            if (head is { } found && found.Size <= output.Length - at)
            {
                contents[found.Id] = output[at..(at + (int)found.Size)];
                at += (int)found.Size + 1;
            }
        }
    }
}
