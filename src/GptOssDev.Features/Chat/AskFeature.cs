using GptOssDev.Features.Code;
using GptOssDev.Features.Generation;
using GptOssDev.Inference;

namespace GptOssDev.Features.Chat;

/// <summary>
/// Answers a question from the files named and the text piped in, without either from what a search finds, and checks the places that the answer cites. Holds no state
/// of a request; any thread. Cancelling ends the generation at the next decode step.
/// </summary>
public sealed class AskFeature(IInferenceEngine engine, TimeProvider time)
{
    private const int AnswerTokens = 700;
    private const int QuestionTokens = 1000;
    private const int SnippetTokens = 4000;
    private const int MaxFiles = 50;

    /// <param name="onPart">Gets the answer while it is written, piece by piece, in order; null for nobody.</param>
    /// <exception cref="FeatureException">Bad input, or the model wrote no answer.</exception>
    /// <exception cref="InferenceException">The model cannot be loaded or run.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<AnswerOutcome> AskAsync(
        AskRequest request,
        Action<AnswerPart>? onPart,
        CancellationToken cancellationToken
    )
    {
        ArgumentNullException.ThrowIfNull(request);
        var meter = new RequestTimer(time);
        var question = request.Question.Trim();
        if (question.Length == 0)
        {
            throw new FeatureException(FeatureFailure.BadInput, "the question is empty: ask something");
        }
        var snippets = Snippets(request);
        // Named files and piped text are the user's choice of context: they get the whole token budget.
        var searched = request.UseRepository && snippets.Count == 0;
        if (searched)
        {
            snippets.AddRange(await RepositorySearch.FindAsync(request.Code, question, cancellationToken));
        }
        using var model = await GenerationSession.StartAsync(
            engine,
            request.Settings,
            RequestPriority.Interactive,
            meter,
            cancellationToken
        );
        if (!model.Budget.Fits(question, QuestionTokens))
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"the question has more than {QuestionTokens} tokens: shorten it, and pipe long text in as context"
            );
        }
        var maxTokens = model.MaxTokens(AnswerTokens);
        var room = Math.Min(SnippetTokens, model.PromptTokens(maxTokens) - model.Budget.Count(question));
        var prompt = AskPrompt.Of(question, snippets, model.Effort, model.Budget, Math.Max(64, room));
        var answer = await model.AnswerAsync(
            prompt.Conversation,
            AnswerFormat.Free,
            maxTokens,
            onPart,
            cancellationToken
        );
        return AnswerOutcomes.Of(
            answer,
            Citations.In(answer.Answer, request.Code),
            model,
            searched && snippets.Count == 0
                ? "Nothing of the repository was read: no C# file matches the question. Name files to answer from."
                : prompt.Notice
        );
    }

    private static List<AskSnippet> Snippets(AskRequest request)
    {
        var files = request.Files ?? [];
        if (files.Count > MaxFiles)
        {
            throw new FeatureException(
                FeatureFailure.BadInput,
                $"{files.Count} files are too many for one question: name at most {MaxFiles}"
            );
        }
        var snippets = new List<AskSnippet>();
        foreach (var file in files)
        {
            var source = CodeReader.Read(request.Code, file.Path, null);
            var whole = new LineRange(1, TextLines.Count(source.Text));
            var lines = file.Lines is { } asked ? CodeReader.CheckedLines(file.Path, source.Text, asked) : whole;
            var section = new CodeSection(request.Code, source, lines, lines, "");
            snippets.Add(new AskSnippet(section.Path, lines.Start, section.Text));
        }
        if (!string.IsNullOrWhiteSpace(request.Context))
        {
            snippets.Add(new AskSnippet("input", 1, request.Context));
        }
        return snippets;
    }
}
