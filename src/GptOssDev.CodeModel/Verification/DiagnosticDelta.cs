namespace GptOssDev.CodeModel.Verification;

/// <summary>
/// What an edit brings and takes away. Two diagnostics are the same when id, message, file and project agree and the line is the one
/// it moved to, or both lie in the changed stretch. A message that names a renamed symbol changes without being new: outside
/// the changed stretch the same id on the same line counts as the same.
/// </summary>
internal sealed record DiagnosticDelta(IReadOnlyList<CodeDiagnostic> Added, IReadOnlyList<CodeDiagnostic> Removed)
{
    /// <param name="maps">Of every edited file, by path.</param>
    public static DiagnosticDelta Between(
        IReadOnlyList<CodeDiagnostic> before,
        IReadOnlyList<CodeDiagnostic> after,
        IReadOnlyDictionary<string, LineMap> maps
    )
    {
        var old = new List<CodeDiagnostic>(before);
        var now = new List<CodeDiagnostic>(after);
        Match(old, now, (b, a) => b.Message == a.Message && Moved(b, maps) == a.Range.Start.Line);
        Match(old, now, (b, a) => b.Message == a.Message && Moved(b, maps) is null && IsChanged(a, maps));
        Match(old, now, (b, a) => Moved(b, maps) == a.Range.Start.Line);
        return new DiagnosticDelta(now, old);
    }

    // Takes out of both lists what belongs together; each diagnostic is used once.
    private static void Match(
        List<CodeDiagnostic> before,
        List<CodeDiagnostic> after,
        Func<CodeDiagnostic, CodeDiagnostic, bool> same
    )
    {
        if (before.Count == 0 || after.Count == 0)
        {
            return;
        }
        var byKey = before
            .GroupBy(d => (d.Id, PathKey(d), d.Project))
            .ToDictionary(g => g.Key, g => new List<CodeDiagnostic>(g));
        var matched = new HashSet<CodeDiagnostic>(ReferenceEqualityComparer.Instance);
        after.RemoveAll(a =>
        {
            if (!byKey.TryGetValue((a.Id, PathKey(a), a.Project), out var candidates))
            {
                return false;
            }
            var index = candidates.FindIndex(b => same(b, a));
            if (index < 0)
            {
                return false;
            }
            matched.Add(candidates[index]);
            candidates.RemoveAt(index);
            return true;
        });
        before.RemoveAll(matched.Contains);
    }

    private static int? Moved(CodeDiagnostic diagnostic, IReadOnlyDictionary<string, LineMap> maps) =>
        maps.TryGetValue(diagnostic.Path, out var map)
            ? map.Map(diagnostic.Range.Start.Line)
            : diagnostic.Range.Start.Line;

    private static bool IsChanged(CodeDiagnostic diagnostic, IReadOnlyDictionary<string, LineMap> maps) =>
        maps.TryGetValue(diagnostic.Path, out var map) && map.IsChanged(diagnostic.Range.Start.Line);

    private static string PathKey(CodeDiagnostic diagnostic) =>
        OperatingSystem.IsWindows() ? diagnostic.Path.ToUpperInvariant() : diagnostic.Path;
}
