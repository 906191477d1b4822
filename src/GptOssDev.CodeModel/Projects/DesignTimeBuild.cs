using GptOssDev.Platform.Files;
using GptOssDev.Platform.Processes;

namespace GptOssDev.CodeModel.Projects;

/// <summary>
/// Asks a project's own build, through the <c>dotnet</c> command line, how it would call the compiler. The build runs the project's
/// MSBuild code: call it for trusted workspaces only. Nothing is compiled. Any thread; expected failures are values; cancellation
/// ends the whole process tree.
/// </summary>
internal sealed class DesignTimeBuild(string dotnet, TimeSpan timeLimit, string? preferred = null)
{
    /// <summary>A build is asked for each framework: a project for more of them is read for the first ones only.</summary>
    private const int MaxFrameworks = 4;

    /// <summary>A port of this machine on which nothing listens (discard).</summary>
    private const string NoProxy = "http://127.0.0.1:9";

    private static readonly IReadOnlyDictionary<string, string?> _environment = new Dictionary<string, string?>
    {
        // Loading a project connects to nothing, whatever its SDKs, feeds and tasks ask for.
        ["http_proxy"] = NoProxy,
        ["https_proxy"] = NoProxy,
        ["all_proxy"] = NoProxy,
        ["HTTP_PROXY"] = NoProxy,
        ["HTTPS_PROXY"] = NoProxy,
        ["ALL_PROXY"] = NoProxy,
        ["no_proxy"] = null,
        ["NO_PROXY"] = null,
        ["DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
        ["DOTNET_CLI_UI_LANGUAGE"] = "en",
        ["DOTNET_SKIP_FIRST_TIME_EXPERIENCE"] = "1",
        // A host that itself runs under a build hands these on, and they would point this build at its SDK.
        ["MSBUILD_EXE_PATH"] = null,
        ["MSBuildSDKsPath"] = null,
        ["MSBuildExtensionsPath"] = null,
        ["MSBuildLoadMicrosoftTargetsReadOnly"] = null,
    };

    /// <summary>
    /// Runs the build of one project, for each of its target frameworks: the preferred one comes first, else the newest plain one.
    /// </summary>
    /// <param name="restore">Whether packages are restored first.</param>
    public async Task<ProjectBuildResult> RunAsync(string project, bool restore, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> frameworks = [];
        if (NamesSeveralFrameworks(project))
        {
            (frameworks, var failure) = await FrameworksAsync(project, cancellationToken);
            if (failure is not null)
            {
                return failure;
            }
        }
        if (restore && await RestoreAsync(project, cancellationToken) is { } notRestored)
        {
            return notRestored;
        }
        if (frameworks.Count < 2)
        {
            return await CompileAsync(project, frameworks is [var only] ? only : null, cancellationToken);
        }
        var results = new List<ProjectBuildResult>();
        foreach (var framework in frameworks.Take(MaxFrameworks))
        {
            results.Add(await CompileAsync(project, framework, cancellationToken));
        }
        return new ProjectBuildResult(
            [.. results.SelectMany(r => r.Builds)],
            [.. results.SelectMany(r => r.Failures)],
            results[0].IsRepeatable
        );
    }

    private async Task<ProjectBuildResult> CompileAsync(
        string project,
        string? framework,
        CancellationToken cancellationToken
    )
    {
        var arguments = Common(project);
        arguments.AddRange([
            "-t:Compile",
            "-p:DesignTimeBuild=true",
            "-p:ProvideCommandLineArgs=true",
            "-p:SkipCompilerExecution=true",
            "-p:BuildProjectReferences=false",
            // Without an output that never exists, an up-to-date project skips the compiler task and says nothing.
            "-p:NonExistentFile=__NonExistentSubDir__/__NonExistentFile__",
            "-getItem:" + string.Join(',', DesignTimeOutput.Items),
            "-getProperty:" + string.Join(',', DesignTimeOutput.Properties),
        ]);
        if (framework is not null)
        {
            arguments.Add("-p:TargetFramework=" + framework);
        }
        var result = await RunToolAsync(project, arguments, cancellationToken);
        if (!result.Succeeded)
        {
            var what = framework is null ? "its build cannot be asked" : $"its build for {framework} cannot be asked";
            // A restore that failed before, of the whole solution or by the user, is told again by the build.
            return BuildErrors.AreOfPackages(result.OutputText, result.ErrorText)
                ? NotRestored(project, result)
                : Failed(project, what, result);
        }
        var build = DesignTimeOutput.Read(project, result.OutputText);
        return build is { CompilerArguments.Count: > 0 }
            ? ProjectBuildResult.Of(build)
            : ProjectBuildResult.Failed(
                $"{project}: its build calls no C# compiler; check that it is an SDK-style C# project."
            );
    }

    /// <summary>
    /// Restores a project, or all projects of a solution, from the packages on this machine.
    /// </summary>
    /// <returns>Why it did not succeed; null when it did.</returns>
    public async Task<ProjectBuildResult?> RestoreAsync(string project, CancellationToken cancellationToken)
    {
        var arguments = Common(project);
        arguments.AddRange([
            "-t:Restore",
            // Packages come from the user's package folder alone: loading a project never reaches the network. A source must
            // be named and exist, so one is named that holds none.
            "-p:RestoreSources=" + Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory),
            "-p:NuGetAudit=false",
        ]);
        var result = await RunToolAsync(project, arguments, cancellationToken);
        if (result.Succeeded)
        {
            return null;
        }
        return BuildErrors.AreOfPackages(result.OutputText, result.ErrorText)
            ? NotRestored(project, result)
            : Failed(project, "it cannot be evaluated", result);
    }

    private async Task<(IReadOnlyList<string> Frameworks, ProjectBuildResult? Failure)> FrameworksAsync(
        string project,
        CancellationToken cancellationToken
    )
    {
        var arguments = Common(project);
        arguments.Add("-getProperty:TargetFrameworks");
        var result = await RunToolAsync(project, arguments, cancellationToken);
        if (!result.Succeeded)
        {
            return ([], Failed(project, "it cannot be evaluated", result));
        }
        var frameworks = result
            .OutputText.Trim()
            .Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (TargetFrameworks.Order(frameworks, preferred), null);
    }

    private Task<ProcessResult> RunToolAsync(
        string project,
        List<string> arguments,
        CancellationToken cancellationToken
    ) =>
        ProcessRunner.RunAsync(
            new ProcessInvocation(dotnet, arguments, Path.GetDirectoryName(project)!, timeLimit)
            {
                Environment = _environment,
            },
            cancellationToken
        );

    // One node that ends with the command: nothing stays behind in the user's session.
    private static List<string> Common(string project) =>
        [
            "msbuild",
            project,
            "-nologo",
            "-nodeReuse:false",
            "-maxCpuCount:1",
            "-verbosity:quiet",
            "-terminalLogger:off",
        ];

    // Restores run one after the other: nothing was in its way, so asking again is of no use.
    private static ProjectBuildResult NotRestored(string project, ProcessResult result) =>
        Failed(
            project,
            "it does not restore from the packages on this machine, 'dotnet restore' fetches them",
            result
        ) with
        {
            IsRepeatable = false,
        };

    private static ProjectBuildResult Failed(string project, string what, ProcessResult result)
    {
        var why = result.End switch
        {
            ProcessOutcome.NotStarted => "dotnet did not start: " + result.ErrorText,
            ProcessOutcome.TimedOut or ProcessOutcome.TooMuchOutput => result.ErrorText,
            _ => BuildErrors.FirstLine(result.OutputText, result.ErrorText),
        };
        return ProjectBuildResult.Failed($"{project}: {what}: {why}", result.End == ProcessOutcome.Exited);
    }

    private static bool NamesSeveralFrameworks(string project)
    {
        var folder = Path.GetDirectoryName(project);
        var files = new List<string> { project };
        files.AddRange(ProjectInputs.Upward(folder!, ["Directory.Build.props"]));
        return files.Any(file =>
            SourceFile.Read(file) is { Succeeded: true } read
            && read.File.Text.Contains("<TargetFrameworks", StringComparison.OrdinalIgnoreCase)
        );
    }
}
