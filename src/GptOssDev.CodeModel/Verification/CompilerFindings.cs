using GptOssDev.CodeModel.Workspaces;

namespace GptOssDev.CodeModel.Verification;

/// <summary>What the compiler says about files as they are, for reviews. Any thread.</summary>
public static class CompilerFindings
{
    /// <summary>
    /// Errors and warnings in the given files, sorted by path and position, at most <paramref name="limit"/>. Files that no project has are
    /// passed over; a file of several projects or target frameworks is asked about in each. Of a project that is not
    /// loaded in full only its syntax errors are told: the others would be guesses.
    /// </summary>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static async Task<IReadOnlyList<CodeDiagnostic>> ForDocumentsAsync(
        CodeSnapshot snapshot,
        IReadOnlyList<string> paths,
        int limit = 1000,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        ArgumentNullException.ThrowIfNull(paths);
        var found = new List<CodeDiagnostic>();
        foreach (var document in paths.SelectMany(snapshot.Contexts))
        {
            var tree = (await document.Roslyn.GetSyntaxTreeAsync(cancellationToken))!;
            if (document.Project.State != LoadState.Full)
            {
                found.AddRange(CompilerDiagnostics.OfSyntax(tree, document.Project.Name, cancellationToken));
                continue;
            }
            var compilation = (await document.Roslyn.Project.GetCompilationAsync(cancellationToken))!;
            found.AddRange(CompilerDiagnostics.OfTree(compilation, tree, document.Project.Name, cancellationToken));
        }
        return
        [
            .. found
                // Projects and frameworks that share a file tell the same.
                .DistinctBy(d => (d.Id, d.Level, d.Message, d.Path, d.Range))
                .OrderBy(d => d.Path, StringComparer.Ordinal)
                .ThenBy(d => d.Range.Start)
                .ThenBy(d => d.Id, StringComparer.Ordinal)
                .Take(limit),
        ];
    }
}
