using GptOssDev.Cli.Output.Terminal;
using GptOssDev.Client.Backends;

namespace GptOssDev.Cli.Backends;

/// <summary>
/// Installs and removes backends. Everything is prepared in a folder beside the others and renamed into place at the end, so
/// that a process that is killed leaves nothing that looks installed; what it left is deleted by the next one. Throws a
/// <see cref="CliException"/> with one line.
/// </summary>
internal sealed class BackendInstaller(Invocation invocation, BackendStore store)
{
    private const string WorkPrefix = ".work-";

    /// <summary>Fetches, checks and unpacks a backend.</summary>
    /// <param name="source">As in <see cref="PackageFetch.RunAsync"/>.</param>
    /// <returns>False where it was there already, with all its bytes.</returns>
    public async Task<bool> InstallAsync(Backend backend, string? source, CancellationToken cancellationToken)
    {
        var package =
            backend.PackageFor(store.Platform)
            ?? throw CliException.Environment(
                $"{backend.Name} is not published for {store.Platform.Rid}: the CPU is used; gptoss backend list shows what there is"
            );
        var dotnet = DotnetCommand.Find(invocation.Context.Environment);
        try
        {
            using var taken = await TakeAsync(cancellationToken);
            if (store.IsIntact(backend, cancellationToken))
            {
                return false;
            }

            var work = Directory.CreateDirectory(Path.Join(store.Root, WorkPrefix + Path.GetRandomFileName())).FullName;
            try
            {
                var file = await FetchAsync(dotnet, work, package, source, cancellationToken);
                var unpacked = Path.Join(work, "backend");
                await UnpackAsync(file, package, backend, unpacked, cancellationToken);
                Replace(backend, unpacked, work);
            }
            finally
            {
                Delete(work);
            }

            DropOtherVersions(backend);
            new LoadRecord(store.Root).Clear();
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.Environment(
                $"{backend.Name} cannot be written to {store.Root}: {problem.Message.TrimEnd('.')}; free disk space, or make the folder writable",
                problem
            );
        }
    }

    /// <summary>Deletes a backend in all its versions.</summary>
    /// <returns>False where there was none.</returns>
    public async Task<bool> RemoveAsync(Backend backend, CancellationToken cancellationToken)
    {
        if (store.Versions(backend).Count == 0)
        {
            return false;
        }

        try
        {
            using var taken = await TakeAsync(cancellationToken);
            var work = Path.Join(store.Root, WorkPrefix + Path.GetRandomFileName());
            Move(Path.Join(store.Root, backend.Name), work);
            Delete(work);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.Environment(
                $"{backend.Name} cannot be deleted from {store.Root}: {problem.Message.TrimEnd('.')}; make the folder writable",
                problem
            );
        }
    }

    private async Task<BackendLock> TakeAsync(CancellationToken cancellationToken)
    {
        var taken = await BackendLock.TakeAsync(
            store.Root,
            () => invocation.Screen.Note("waiting for another gptoss backend command to end"),
            invocation.Context.Time,
            cancellationToken
        );
        foreach (var left in Directory.EnumerateDirectories(store.Root, WorkPrefix + "*"))
        {
            Delete(left);
        }

        return taken;
    }

    private async Task<string> FetchAsync(
        string dotnet,
        string work,
        string package,
        string? source,
        CancellationToken cancellationToken
    )
    {
        await using var spinner = Spinner.Start(
            invocation.Context,
            invocation.Screen,
            $"fetching {package} {store.Version}"
        );
        return await new PackageFetch(dotnet, work).RunAsync(package, store.Version, source, cancellationToken);
    }

    private async Task UnpackAsync(
        string file,
        string package,
        Backend backend,
        string folder,
        CancellationToken cancellationToken
    )
    {
        await using var spinner = Spinner.Start(invocation.Context, invocation.Screen, "unpacking");
        Directory.CreateDirectory(folder);
        await Task.Run(
            () =>
            {
                using var opened = BackendPackage.Open(file, package, store.Version);
                opened.Unpack(backend, store.Platform, folder, cancellationToken);
            },
            cancellationToken
        );
    }

    private void Replace(Backend backend, string unpacked, string work)
    {
        var target = store.FolderOf(backend);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (Directory.Exists(target))
        {
            Move(target, Path.Join(work, "old"));
        }

        Move(unpacked, target);
    }

    private void DropOtherVersions(Backend backend)
    {
        foreach (var other in store.Versions(backend).Where(one => one != store.Version))
        {
            Delete(Path.Join(store.Root, backend.Name, other));
        }
    }

    private static void Move(string source, string target)
    {
        try
        {
            Directory.Move(source, target);
        }
        catch (Exception problem)
            when (OperatingSystem.IsWindows() && problem is IOException or UnauthorizedAccessException)
        {
            throw CliException.Environment(
                $"{source} is in use, most likely by the daemon: gptoss stop, then run the command again",
                problem
            );
        }
    }

    private static void Delete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // The next command tries again.
        }
    }
}
