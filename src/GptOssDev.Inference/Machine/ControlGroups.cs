using System.Globalization;

namespace GptOssDev.Inference.Machine;

/// <summary>
/// Finds the folders of this process's control groups, of the first or second version or both, from its own group up to the
/// root: a limit of any of them holds. Pure but for the texts it is given.
/// </summary>
internal sealed class ControlGroups
{
    private const string Unified = "";

    // By controller; the second version's tree has the empty name.
    private readonly Dictionary<string, IReadOnlyList<string>> _folders;

    private ControlGroups(Dictionary<string, IReadOnlyList<string>> folders) => _folders = folders;

    /// <param name="groups">The text of <c>/proc/self/cgroup</c>.</param>
    /// <param name="mounts">The text of <c>/proc/self/mountinfo</c>.</param>
    public static ControlGroups Parse(string groups, string mounts)
    {
        var points = Mounts(mounts).ToList();
        var folders = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var line in groups.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // hierarchy:controllers:path
            var parts = line.Split(':', 3);
            if (parts.Length != 3)
            {
                continue;
            }

            foreach (var controller in parts[1].Split(','))
            {
                if (points.Find(point => point.Controllers.Contains(controller)) is { } mount)
                {
                    folders[controller] = Upward(mount, parts[2]);
                }
            }
        }

        return new ControlGroups(folders);
    }

    /// <summary>The second version's folders, the process's own first.</summary>
    public IReadOnlyList<string> Second => _folders.GetValueOrDefault(Unified, []);

    /// <summary>The first version's folders of a controller, the process's own first.</summary>
    public IReadOnlyList<string> First(string controller) => _folders.GetValueOrDefault(controller, []);

    /// <summary>Cores' worth of time that a quota grants: <c>cpu.max</c>'s two numbers, or the first version's two files; null for no bound.</summary>
    public static double? Quota(string? quota, string? period) =>
        Number(quota) is { } granted and > 0 && Number(period) is { } length and > 0 ? (double)granted / length : null;

    /// <summary>A number of bytes; null for <c>max</c> and for the first version's way to say so.</summary>
    public static long? Bytes(string? text) =>
        Number(text) is { } bytes and >= 0 and < long.MaxValue / 2 ? bytes : null;

    /// <summary>A value of a file of lines of a name and a number, such as <c>memory.stat</c>.</summary>
    public static long? Field(string? text, string name)
    {
        foreach (var line in (text ?? "").Split('\n'))
        {
            if (line.StartsWith(name + " ", StringComparison.Ordinal))
            {
                return Number(line[(name.Length + 1)..]);
            }
        }

        return null;
    }

    private static long? Number(string? text) =>
        long.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowTrailingWhite,
            CultureInfo.InvariantCulture,
            out var number
        )
            ? number
            : null;

    private static List<string> Upward(Mount mount, string path)
    {
        // In a container the mount shows a part of the tree, often the process's own group as its root.
        var inside =
            mount.Root != "/" && path.StartsWith(mount.Root, StringComparison.Ordinal)
                ? path[mount.Root.Length..]
                : path;
        var folders = new List<string>();
        for (var rest = inside.Trim('/'); rest.Length > 0; rest = rest[..Math.Max(0, rest.LastIndexOf('/'))])
        {
            folders.Add($"{mount.Folder}/{rest}");
        }

        folders.Add(mount.Folder);
        return folders;
    }

    private static IEnumerable<Mount> Mounts(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // id parent device root folder options [tags] - type source options
            var halves = line.Split(" - ", 2);
            var left = halves[0].Split(' ');
            var right = halves.Length == 2 ? halves[1].Split(' ') : [];
            if (left.Length < 5 || right.Length < 3)
            {
                continue;
            }

            if (right[0] == "cgroup2")
            {
                yield return new Mount(left[3], left[4], [Unified]);
            }
            else if (right[0] == "cgroup")
            {
                yield return new Mount(left[3], left[4], right[2].Split(','));
            }
        }
    }

    private sealed record Mount(string Root, string Folder, IReadOnlyList<string> Controllers);
}
