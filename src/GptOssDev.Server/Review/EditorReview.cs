using System.Text.Json;
using GptOssDev.Contracts;
using GptOssDev.Server.Progress;
using GptOssDev.Server.Rpc;

namespace GptOssDev.Server.Review;

/// <summary>Reviews changes for an editor's user, with progress. Any thread.</summary>
internal sealed class EditorReview(ReviewHandler review, WorkDoneReporter reports)
{
    public Task<ReviewResult> RunAsync(
        ReviewParams parameters,
        JsonElement? workDoneToken,
        RequestContext context,
        CancellationToken cancellationToken
    ) =>
        reports.ShowAsync(
            context,
            workDoneToken ?? parameters.WorkDoneToken,
            ReviewHandler.Title,
            (say, cancel) => review.RunAsync(parameters, say, context, cancel),
            cancellationToken
        );
}
