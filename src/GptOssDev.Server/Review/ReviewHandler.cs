using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;
using GptOssDev.Features.Review;
using GptOssDev.Server.Documents;
using GptOssDev.Server.Host;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;
using GptOssDev.Server.Wire;
using ReviewProgress = GptOssDev.Contracts.ReviewProgress;
using SkippedFile = GptOssDev.Contracts.SkippedFile;

namespace GptOssDev.Server.Review;

/// <summary>Reviews changes; streams findings when the client gave a token.</summary>
internal sealed class ReviewHandler(WorkspaceResolver workspaces, ReviewFeature feature, WorkDoneReporter reports)
    : IRequestHandler<ReviewParams, ReviewResult>
{
    public const string Title = "gptoss: reviewing";

    public string Method => Methods.Review;

    public RequestMode Mode => RequestMode.ReadOnly;

    public JsonTypeInfo<ReviewParams> ParamsType => ProtocolJson.Default.ReviewParams;

    public JsonTypeInfo<ReviewResult> ResultType => ProtocolJson.Default.ReviewResult;

    public Task<ReviewResult> HandleAsync(
        ReviewParams parameters,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        reports.RunAsync(
            context,
            parameters.WorkDoneToken,
            Title,
            (say, cancel) => RunAsync(parameters, say, context, cancel),
            cancellationToken
        );

    /// <param name="say">Gets what is being looked at.</param>
    public async Task<ReviewResult> RunAsync(
        ReviewParams parameters,
        Action<string> say,
        RequestContext context,
        CancellationToken cancellationToken
    )
    {
        var scope = Scope(parameters.Scope);
        var code = await workspaces.SnapshotAsync(parameters.Workspace, null, context, cancellationToken);
        var request = new ReviewRequest(
            code,
            scope,
            parameters.Range,
            parameters.Patch,
            parameters.TimeoutSeconds is { } seconds ? TimeSpan.FromSeconds(Math.Clamp(seconds, 0, 86_400)) : null,
            GenerationConversions.Settings(parameters.Options)
        )
        {
            Git = Git(parameters.Git),
        };
        var outcome = await PartialResultStream.RunAsync<
            GptOssDev.Features.Review.ReviewProgress,
            ReviewProgress,
            ReviewOutcome
        >(
            context,
            parameters.PartialResultToken,
            part => new ReviewProgress(part.Finding is { } finding ? Wire(finding) : null, part.Message),
            ProtocolJson.Default.ReviewProgress,
            onProgress => feature.ReviewAsync(request, part => Tell(part, onProgress, say), cancellationToken),
            cancellationToken
        );
        return new ReviewResult(
            [.. outcome.Findings.Select(Wire)],
            [.. outcome.Skipped.Select(s => new SkippedFile(s.Path, s.Why))],
            outcome.Complete,
            GenerationConversions.Timings(outcome.Timings),
            outcome.Notice,
            outcome.Root
        );
    }

    private static void Tell(
        GptOssDev.Features.Review.ReviewProgress part,
        Action<GptOssDev.Features.Review.ReviewProgress>? onProgress,
        Action<string> say
    )
    {
        if (part.Message is { } message)
        {
            say(message);
        }
        onProgress?.Invoke(part);
    }

    private static GptOssDev.Changes.Git.GitSurroundings? Git(GitSurroundings? given)
    {
        if (given is null)
        {
            return null;
        }
        if (!Path.IsPathFullyQualified(given.Folder))
        {
            throw new ServerException(ServerFailure.BadParams, $"'{given.Folder}' is not an absolute path");
        }
        return new GptOssDev.Changes.Git.GitSurroundings(
            given.Folder,
            given
                .Variables.Where(v => GptOssDev.Changes.Git.GitSurroundings.IsKnown(v.Key) && !v.Value.Contains('\0'))
                .ToDictionary(v => v.Key, v => v.Value)
        );
    }

    private static ReviewScope Scope(string word) =>
        word switch
        {
            "staged" => ReviewScope.Staged,
            "working" => ReviewScope.Working,
            "range" => ReviewScope.Range,
            "patch" => ReviewScope.Patch,
            _ => throw new ServerException(
                ServerFailure.BadParams,
                $"scope '{word}' is unknown: give staged, working, range or patch"
            ),
        };

    private static Finding Wire(ReviewFinding finding) =>
        new(
            finding.Id.ToString(CultureInfo.InvariantCulture),
            finding.Path,
            finding.Lines.Start,
            finding.Lines.End,
            finding.Severity switch
            {
                FindingSeverity.Error => "error",
                FindingSeverity.Warning => "warning",
                _ => "note",
            },
            finding.Rule,
            finding.Message,
            finding.Suggestion,
            finding.Witness == FindingWitness.Proved ? "proved" : "plausible",
            finding.Source == FindingSource.Compiler ? "compiler" : "model",
            finding.Fingerprint
        );
}
