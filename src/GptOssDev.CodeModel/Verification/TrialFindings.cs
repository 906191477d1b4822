using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Platform.Files;
using Microsoft.CodeAnalysis.Text;

namespace GptOssDev.CodeModel.Verification;

/// <summary>What a trial collects. Any thread.</summary>
internal sealed class TrialFindings(string path, IReadOnlyDictionary<string, LineMap> maps)
{
    private readonly Lock _lock = new();
    private readonly List<CodeDiagnostic> _added = [];
    private readonly List<CodeDiagnostic> _removed = [];
    private readonly SortedSet<string> _projects = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _unchecked = new(StringComparer.Ordinal);

    /// <summary>Of the edited file, by path.</summary>
    public IReadOnlyDictionary<string, LineMap> Maps => maps;

    /// <summary>New diagnostics by place, so that their order does not depend on who found them first.</summary>
    public IReadOnlyList<CodeDiagnostic> Added => Sorted(_added);

    public IReadOnlyList<CodeDiagnostic> Removed => Sorted(_removed);

    /// <summary>Names of the projects in which something was bound.</summary>
    public IReadOnlyList<string> Projects
    {
        get
        {
            lock (_lock)
            {
                return [.. _projects];
            }
        }
    }

    /// <summary>Why something could not be checked, one line each.</summary>
    public IReadOnlyList<string> Unchecked
    {
        get
        {
            lock (_lock)
            {
                return [.. _unchecked];
            }
        }
    }

    public IReadOnlyList<CodeDiagnostic> Errors => [.. Added.Where(Rejects)];

    public bool HasErrors
    {
        get
        {
            lock (_lock)
            {
                return _added.Exists(Rejects);
            }
        }
    }

    public void MarkChecked(string project)
    {
        lock (_lock)
        {
            _projects.Add(project);
        }
    }

    public void MarkUnchecked(string why)
    {
        lock (_lock)
        {
            _unchecked.Add(why);
        }
    }

    /// <returns>True when what is new rejects.</returns>
    public bool Add(IReadOnlyList<CodeDiagnostic> before, IReadOnlyList<CodeDiagnostic> after)
    {
        var delta = DiagnosticDelta.Between(before, after, maps);
        lock (_lock)
        {
            _added.AddRange(delta.Added);
            _removed.AddRange(delta.Removed);
        }
        return delta.Added.Any(Rejects);
    }

    /// <summary>Whether adding the same would tell of errors.</summary>
    public bool WouldReject(IReadOnlyList<CodeDiagnostic> before, IReadOnlyList<CodeDiagnostic> after) =>
        DiagnosticDelta.Between(before, after, maps).Added.Any(Rejects);

    /// <summary>Those of the edited document as offsets of its new text.</summary>
    public IReadOnlyList<TrialError> ErrorsIn(SourceText text) =>
        [
            .. Errors
                .Where(e => e.Path.Equals(path, PathNames.Comparison))
                .Select(e => new TrialError(e.Id, TextPositions.Span(text, e.Range, path))),
        ];

    private List<CodeDiagnostic> Sorted(List<CodeDiagnostic> diagnostics)
    {
        lock (_lock)
        {
            return
            [
                .. diagnostics
                    .OrderBy(d => !d.Path.Equals(path, PathNames.Comparison))
                    .ThenBy(d => d.Path, StringComparer.Ordinal)
                    .ThenBy(d => d.Range.Start)
                    .ThenBy(d => d.Id, StringComparer.Ordinal),
            ];
        }
    }

    // A warning says nothing about whether code that is being written binds, whatever the project makes of warnings.
    private static bool Rejects(CodeDiagnostic diagnostic) =>
        diagnostic is { Level: DiagnosticLevel.Error, IsCompilerError: true };
}
