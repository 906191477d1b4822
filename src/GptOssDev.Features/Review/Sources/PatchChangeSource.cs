using GptOssDev.Changes.Diffs;
using GptOssDev.Changes.Git;
using GptOssDev.CodeModel.Workspaces;
using GptOssDev.Features.Code;
using GptOssDev.Features.Prompts;
using GptOssDev.Platform.Files;

namespace GptOssDev.Features.Review.Sources;

/// <summary>Gets the changes of a patch. Used by one caller, once.</summary>
/// <param name="repository">The repository of the workspace; null when it is in none.</param>
internal sealed class PatchChangeSource(ReviewRequest request, GitRepository? repository)
{
    private static readonly GitMode[] _withoutText = [GitMode.SymbolicLink, GitMode.Submodule];

    /// <exception cref="FeatureException">The patch cannot be read.</exception>
    public ReviewChanges Load()
    {
        var patch =
            request.Patch
            ?? throw new FeatureException(
                FeatureFailure.BadInput,
                "no patch was given: name a file with a unified diff"
            );
        var diff = Parse(patch);
        var steps = PatchSteps.Of(diff.Files.Where(f => !_withoutText.Contains(f.Mode)));
        ReviewChanges? best = null;
        foreach (var root in Roots())
        {
            var changes = Applied(root, steps);
            if (best is null || changes.Gaps.Count < best.Gaps.Count)
            {
                best = changes;
            }
            if (changes.Gaps.Count == 0)
            {
                break;
            }
        }
        return best! with
        {
            Omitted = [.. diff.Files.Where(f => f.Mode == GitMode.SymbolicLink).Select(Link)],
            Gaps =
            [
                .. best.Gaps,
                .. diff.Unread.Select(u => new SkippedFile(u.Path, u.Why)),
                .. diff
                    .Files.Where(f => f.Mode == GitMode.Submodule)
                    .Select(f => new SkippedFile(f.Path, "a submodule: what its commits change is not reviewed")),
            ],
        };
    }

    private static SkippedFile Link(DiffFile file)
    {
        var target = file.Hunks.SelectMany(h => h.Lines).LastOrDefault(l => l.NewNumber is not null)?.Text;
        return new SkippedFile(
            file.Path,
            target is null
                ? "a symbolic link"
                : $"a symbolic link to {target}: its target is reviewed where that changes"
        );
    }

    // Git's paths start at the top folder, or with --relative where the client runs; those of other tools mostly at the root.
    private IEnumerable<string> Roots()
    {
        string?[] roots =
        [
            repository is null ? null : new TreePaths(request.Code, repository.Root).Root,
            request.Code.State.Root,
            request.Git?.Folder,
        ];
        return roots.OfType<string>().Distinct(PathNames.Comparer);
    }

    private ReviewChanges Applied(string root, IReadOnlyList<PatchStep> steps)
    {
        var (code, before) = (request.Code, request.Code);
        var files = new List<ReviewedFile>();
        var gaps = new List<SkippedFile>();
        foreach (var step in steps)
        {
            var path = Path.GetFullPath(step.Path, root);
            if (step.Change == DiffChange.Deleted)
            {
                var old = code.ReadText(path) is { File: { } file } ? file.Text : step.OldOfDeleted();
                before = old is not null && IsCSharp(step.Path) ? before.WithText(path, old) : before;
                code = code.Without(path);
                files.Add(new ReviewedFile(step.Files[^1], [], IsKnown: true, HasBefore: true));
                continue;
            }
            if (!step.HasText || !IsCSharp(step.Path))
            {
                files.Add(new ReviewedFile(step.Files[^1], [], IsKnown: !IsCSharp(step.Path), HasBefore: false));
                continue;
            }
            var applied = step.Apply(source => code.ReadText(Path.GetFullPath(source, root)));
            if (applied.New is { } text)
            {
                foreach (var gone in step.Sources.Where(s => s != step.Path && step.Change == DiffChange.Renamed))
                {
                    code = code.Without(Path.GetFullPath(gone, root));
                }
                // A file that is there and that no project compiles stays out of all of them.
                if (code.Find(path) is not null || CodeReader.TryRead(code, path) is null)
                {
                    code = code.WithText(path, text);
                }
                before = Before(before, step, root, applied.Old);
            }
            if (LargeFilePointer.Is(applied.New ?? ""))
            {
                applied = new PatchedFile(applied.File with { Hunks = [] }, null, null, LargeFilePointer.Why);
            }
            if (applied.Why is { } why)
            {
                gaps.Add(new SkippedFile(step.Path, $"the compiler could not judge it: {why}"));
            }
            var documents = code.Find(path) is null ? [] : new[] { path };
            files.Add(new ReviewedFile(applied.File, documents, IsKnown: applied.Why is null, applied.Old is not null));
        }
        return new ReviewChanges(root, code, before, files, [], gaps);
    }

    private static CodeSnapshot Before(CodeSnapshot before, PatchStep step, string root, string? old)
    {
        var path = Path.GetFullPath(step.Path, root);
        if (step.Change is DiffChange.Added or DiffChange.Copied)
        {
            return before.Without(path);
        }
        if (old is null)
        {
            return before;
        }
        var from = Path.GetFullPath(step.OldPath ?? step.Path, root);
        return (from == path ? before : before.Without(path)).WithText(from, old);
    }

    private static bool IsCSharp(string path) => SourceLanguage.Of(path).IsCSharp;

    private static UnifiedDiff Parse(string patch)
    {
        var parsed = UnifiedDiff.Parse(patch);
        if (!parsed.Succeeded)
        {
            throw new FeatureException(FeatureFailure.BadInput, parsed.Failure);
        }
        return parsed.Diff.Files.Count > 0 || parsed.Diff.Unread.Count > 0 || string.IsNullOrWhiteSpace(patch)
            ? parsed.Diff
            : throw new FeatureException(
                FeatureFailure.BadInput,
                "the patch holds no unified diff: make one with git diff"
            );
    }
}
