namespace GptOssDev.Llama.Native;

/// <summary>
/// Finds the native libraries: the variable's folder, an installed backend, then the program's own. A function of its inputs
/// and the files it sees; it does not load anything.
/// </summary>
internal sealed class NativeLibraryLocator(LlamaLibraryOptions options, NativePlatform platform)
{
    /// <summary>The variable that names the folder of the native library.</summary>
    internal const string DirectoryVariable = "GPTOSS_LLAMA_DIR";

    private string ProgramNatives => Path.Combine(options.ProgramFolder, "runtimes", platform.Rid, "native");

    /// <summary>The folders to try, best first. The last one holds code for the CPU, or is the one that the user named.</summary>
    /// <exception cref="LlamaException">There is none.</exception>
    internal IReadOnlyList<NativeFolder> Find()
    {
        var named = options.Environment(DirectoryVariable);
        if (!string.IsNullOrWhiteSpace(named))
        {
            return File.Exists(Path.Combine(named, platform.FileName("llama")))
                ? [new(Path.GetFullPath(named), HasFallback: false)]
                : throw new LlamaException(
                    LlamaFailure.LibraryNotFound,
                    $"{DirectoryVariable} names '{named}', which does not hold {platform.FileName("llama")}; correct or unset it"
                );
        }

        if (options.RequiresAccelerator)
        {
            return Accelerated().FirstOrDefault(Directory.Exists) is { } required
                ? [new(required, HasFallback: false)]
                : throw new LlamaException(
                    LlamaFailure.LibraryNotFound,
                    $"the native libraries for {options.Accelerator} are missing; tried {string.Join(", ", Accelerated())}"
                );
        }

        var folders = Accelerated()
            .Concat(InstalledCpu())
            .Where(Directory.Exists)
            .Select(folder => new NativeFolder(folder, HasFallback: true));
        var cpu =
            CpuFolder()
            ?? throw new LlamaException(
                LlamaFailure.LibraryNotFound,
                $"the program's native libraries for {platform.Rid} are missing; install the program again, or set {DirectoryVariable}; tried {string.Join(", ", CpuFolders(ProgramNatives))}"
            );
        return [.. folders, new(cpu, HasFallback: false)];
    }

    /// <summary>The library files of a folder.</summary>
    /// <exception cref="LlamaException">The folder is incomplete or cannot be read.</exception>
    internal NativeLocation Probe(NativeFolder folder)
    {
        var directory = Path.GetFullPath(folder.Path);
        var names = Libraries(directory);
        string FileOf(string library) =>
            names.Contains(library)
                ? Path.Combine(directory, platform.FileName(library))
                : throw new LlamaException(
                    LlamaFailure.LibraryUnusable,
                    $"'{directory}' does not hold {platform.FileName(library)}, which the llama library needs; install it again"
                );

        // A package for a GPU does not hold the code for the CPU: the program's own is of the same release.
        var cpu =
            names.Contains("ggml-cpu") || CpuFolder() is not { } own || own == directory
                ? FileOf("ggml-cpu")
                : Path.Combine(own, platform.FileName("ggml-cpu"));
        var backends = names
            .Where(name =>
                name.StartsWith("ggml-", StringComparison.Ordinal) && name is not ("ggml-base" or "ggml-cpu")
            )
            .Order(StringComparer.Ordinal)
            .Select(FileOf);
        var (ggmlBase, ggml) = (FileOf("ggml-base"), FileOf("ggml"));
        return new(directory, FileOf("llama"), ggml, ggmlBase, [ggmlBase, cpu, .. backends, ggml]);
    }

    private IEnumerable<string> Accelerated()
    {
        var root = options.BackendRoot ?? ProgramNatives;
        var names = options.Accelerator is { } chosen ? [chosen] : NativePlatform.Accelerators;
        return names.Where(name => name.Length > 0).Select(name => Path.GetFullPath(Path.Combine(root, name)));
    }

    private IEnumerable<string> InstalledCpu() =>
        options is { BackendRoot: { } root, Accelerator: "" } ? CpuFolders(root).Where(Directory.Exists).Take(1) : [];

    private IEnumerable<string> CpuFolders(string root) =>
        platform.Levels.Select(level => Path.GetFullPath(Path.Combine(root, level)));

    private string? CpuFolder() => CpuFolders(ProgramNatives).FirstOrDefault(Directory.Exists);

    private HashSet<string> Libraries(string folder)
    {
        try
        {
            return
            [
                .. Directory
                    .EnumerateFiles(folder)
                    .Select(file => platform.LibraryOf(Path.GetFileName(file)))
                    .OfType<string>(),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LlamaException(LlamaFailure.LibraryUnusable, $"cannot list '{folder}': {e.Message}", e);
        }
    }
}
