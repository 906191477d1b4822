using GptOssDev.Platform.Files;

namespace GptOssDev.Changes.Git;

/// <summary>Finds the repository of a path, and whether the variables that a client was started with are about it.</summary>
internal sealed class GitDiscovery(string program, GitLimits limits)
{
    private sealed record Place(string Top, string GitFolder);

    public async Task<GitResult<GitRepository>> FindAsync(
        string folder,
        GitSurroundings? surroundings,
        CancellationToken cancellationToken
    )
    {
        var settings = Settings(surroundings);
        var plain = await AskAsync(folder, settings, cancellationToken);
        if (surroundings is not { NamesPlaces: true } || !Directory.Exists(surroundings.Folder))
        {
            return plain.Succeeded ? Repository(plain.Value, settings) : Failed(plain.Failure);
        }
        var variables = Absolute(surroundings, settings);
        var given = await AskAsync(surroundings.Folder, variables, cancellationToken);
        if (!given.Succeeded && !variables.ContainsKey("GIT_DIR"))
        {
            // An index can be named for a repository that the client does not run in.
            given = plain;
        }
        if (!given.Succeeded)
        {
            return Failed(
                variables.ContainsKey("GIT_DIR")
                    ? given.Failure with
                    {
                        Message = $"{given.Failure.Message} GIT_DIR of the environment names the repository.",
                    }
                    : given.Failure
            );
        }
        if (!IsAbout(given.Value, plain.Value, folder))
        {
            return plain.Succeeded ? Repository(plain.Value, settings) : Failed(plain.Failure);
        }
        return WithIndex(given.Value, surroundings, variables);
    }

    // A path in a repository of its own, a submodule too, is not what the variables are about.
    private static bool IsAbout(Place given, Place? plain, string folder)
    {
        var real = new RealPaths().Of(folder);
        var isNested = plain is not null && plain.Top != given.Top && PathNames.IsUnder(given.Top, plain.Top);
        return PathNames.IsUnder(given.Top, real) && !isNested;
    }

    private GitResult<GitRepository> WithIndex(
        Place place,
        GitSurroundings surroundings,
        Dictionary<string, string?> variables
    )
    {
        variables["GIT_DIR"] = place.GitFolder;
        variables["GIT_WORK_TREE"] = place.Top;
        if (surroundings.Variables.GetValueOrDefault("GIT_INDEX_FILE") is { Length: > 0 } index)
        {
            // Git starts its hooks in the top folder and names the index relative to it; a hook may have changed its folder.
            string[] candidates = [Path.GetFullPath(index, place.Top), Path.GetFullPath(index, surroundings.Folder)];
            var file = candidates.FirstOrDefault(File.Exists);
            // A repository without a commit may have no index yet.
            if (file is null && candidates[0] != Path.Combine(place.GitFolder, "index"))
            {
                return Failed(
                    new GitFailure(
                        GitFailureReason.Failed,
                        $"GIT_INDEX_FILE names {candidates[0]}, and there is no such file; unset the variable or correct it."
                    )
                );
            }
            variables["GIT_INDEX_FILE"] = file ?? candidates[0];
        }
        return Repository(place, variables);
    }

    private static Dictionary<string, string?> Settings(GitSurroundings? surroundings) =>
        surroundings
            ?.Variables.Where(v => GitSurroundings.IsSetting(v.Key))
            .ToDictionary(v => v.Key, v => (string?)v.Value)
        ?? [];

    private static Dictionary<string, string?> Absolute(
        GitSurroundings surroundings,
        Dictionary<string, string?> settings
    )
    {
        var variables = new Dictionary<string, string?>(settings);
        foreach (var (name, value) in surroundings.Variables.Where(v => v.Value.Length > 0))
        {
            if (name == "GIT_ALTERNATE_OBJECT_DIRECTORIES")
            {
                variables[name] = string.Join(
                    Path.PathSeparator,
                    value.Split(Path.PathSeparator).Select(p => Path.GetFullPath(p, surroundings.Folder))
                );
            }
            else if (name is "GIT_DIR" or "GIT_WORK_TREE" or "GIT_COMMON_DIR" or "GIT_OBJECT_DIRECTORY")
            {
                variables[name] = Path.GetFullPath(value, surroundings.Folder);
            }
        }
        return variables;
    }

    private async Task<GitResult<Place>> AskAsync(
        string folder,
        Dictionary<string, string?> variables,
        CancellationToken cancellationToken
    )
    {
        var git = new GitCommand(program, folder, limits, variables);
        var result = await git.RunAsync(["rev-parse", "--show-toplevel", "--absolute-git-dir"], cancellationToken);
        if (git.Unfinished(result) is { } unfinished)
        {
            return new GitResult<Place>(null, unfinished);
        }
        var lines = result.OutputText.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return result.ExitCode == 0 && lines is [var top, var own, ..]
            ? new GitResult<Place>(
                new Place(Path.GetFullPath(top.TrimEnd('\r')), Path.GetFullPath(own.TrimEnd('\r'))),
                null
            )
            : new GitResult<Place>(
                null,
                new GitFailure(GitFailureReason.NotARepository, NotARepository(folder, result.ErrorText))
            );
    }

    private static string NotARepository(string folder, string errors) =>
        errors.Contains("dubious ownership", StringComparison.Ordinal)
            ? $"{folder}: git does not trust this folder's owner; add it to git's safe.directory."
            : $"{folder}: is not in a git working tree; run the command in one or name a patch.";

    private GitResult<GitRepository> Repository(Place place, Dictionary<string, string?> variables) =>
        new(new GitRepository(place.Top, new GitCommand(program, place.Top, limits, variables)), null);

    private static GitResult<GitRepository> Failed(GitFailure failure) => new(null, failure);
}
