using GptOssDev.CodeModel.Symbols;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Completion;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Evaluation;

/// <summary>A place of a repository whose code is hidden and completed again.</summary>
internal sealed record EvaluationPosition(string Path, CompletionSite Site)
{
    /// <summary>The file's text without the code at the place.</summary>
    public string Hole(CodeSnapshot code)
    {
        var text = CodeReader.Read(code, Path, null).Text;
        return text.Remove(CursorContext.At(Path, text, Site.Hidden.Start).Offset, Site.Text.Length);
    }

    /// <summary>
    /// Draws places of all kinds, the same number of each as far as there are so many. The same repository and seed give the same
    /// places on every machine.
    /// </summary>
    public static async Task<IReadOnlyList<EvaluationPosition>> DrawAsync(
        CodeSnapshot code,
        int count,
        int seed,
        CancellationToken cancellationToken
    )
    {
        var byKind = Enum.GetValues<CompletionSiteKind>()
            .ToDictionary(kind => kind, _ => new List<EvaluationPosition>());
        foreach (var path in Own(code))
        {
            if (code.Find(path) is not { } document)
            {
                continue;
            }
            foreach (var site in await CompletionSites.FindAsync(document, cancellationToken))
            {
                byKind[site.Kind].Add(new EvaluationPosition(path, site));
            }
        }
        var random = new Random(seed);
        var drawn = new List<EvaluationPosition>();
        foreach (var sites in byKind.Values)
        {
            var shuffled = sites.ToArray();
            random.Shuffle(shuffled);
            sites.Clear();
            sites.AddRange(shuffled);
        }
        for (var turn = 0; drawn.Count < count && byKind.Values.Any(sites => sites.Count > turn); turn++)
        {
            drawn.AddRange(byKind.Values.Where(sites => sites.Count > turn).Select(sites => sites[turn]));
        }
        return [.. drawn.Take(count)];
    }

    // A package may bring files that are compiled with a project. They are not the repository's, and lie elsewhere on each machine.
    private static IEnumerable<string> Own(CodeSnapshot code)
    {
        var folders = code
            .State.Projects.Select(p => System.IO.Path.GetDirectoryName(p.Path)!)
            .Prepend(code.State.Root)
            .ToList();
        return code.Paths.Where(path => folders.Exists(folder => PathNames.IsUnder(folder, path)));
    }
}
