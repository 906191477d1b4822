using System.Text;
using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>
/// Runs prompts to their end on one held model and meters them. Cancelling, an exception of a listener and an early end all
/// dispose the generation, which frees its sequence at the next decode step.
/// </summary>
internal sealed class GenerationRunner(IModelSession session, RequestTimer meter)
{
    public IModelSession Session => session;

    /// <param name="onPart">Gets every piece in order, on the thread that reads; null listens to nothing.</param>
    /// <exception cref="InferenceException">The prompt does not fit, or decoding failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public Task<GeneratedAnswer> RunAsync(
        GenerationPrompt prompt,
        GenerationPlan plan,
        Action<AnswerPart>? onPart,
        CancellationToken cancellationToken
    ) => RunAsync(prompt, plan, onPart, Task.FromResult, cancellationToken);

    /// <summary>
    /// Runs a prompt and uses the answer while the engine lets go of the sequence, which is in the middle of its next step.
    /// Ends when both are done.
    /// </summary>
    /// <inheritdoc cref="RunAsync(GenerationPrompt, GenerationPlan, Action{AnswerPart}?, CancellationToken)"/>
    public async Task<T> RunAsync<T>(
        GenerationPrompt prompt,
        GenerationPlan plan,
        Action<AnswerPart>? onPart,
        Func<GeneratedAnswer, Task<T>> use,
        CancellationToken cancellationToken
    )
    {
        var request = new GenerationRequest(prompt.Tokens, plan.MaxTokens, plan.Priority, plan.Sampling, plan.Stops)
        {
            Constraint = plan.Constraint,
        };
        IAnswerReader reader = prompt.Start is { } start
            ? new HarmonyReader(session.Tokenizer, start)
            : new PlainReader(session.Tokenizer);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, plan.Until);
        var generation = session.Start(request, either.Token);
        Task? end = null;
        try
        {
            var answer = await ReadAsync(generation, reader, plan, new Collected(onPart), either.Token);
            cancellationToken.ThrowIfCancellationRequested();
            end = EndAsync(generation);
            return await use(answer);
        }
        finally
        {
            await (end ?? EndAsync(generation));
        }
    }

    private async Task<GeneratedAnswer> ReadAsync(
        IGeneration generation,
        IAnswerReader reader,
        GenerationPlan plan,
        Collected collected,
        CancellationToken stop
    )
    {
        var (tokens, ended) = (0, false);
        try
        {
            await foreach (var token in generation.Tokens.WithCancellation(stop))
            {
                meter.SawToken();
                tokens++;
                collected.Add(reader.Feed(token.Id), token.LogProbability);
                ended = reader.IsComplete || plan.Enough?.Invoke(collected.Answer.ToString()) == true;
                if (ended)
                {
                    break;
                }
            }
        }
        catch (OperationCanceledException) when (plan.Until.IsCancellationRequested)
        {
            // The time is up: what is written until now is the answer.
        }
        if (!ended)
        {
            collected.Add(reader.End(), 0);
            ended = generation.Stats.Reason == FinishReason.Stop;
        }
        return new GeneratedAnswer(
            collected.Answer.ToString(),
            collected.Reasoning.ToString(),
            ended,
            tokens,
            collected.Steps
        );
    }

    private async Task EndAsync(IGeneration generation)
    {
        await generation.DisposeAsync();
        meter.Add(generation.Stats);
    }

    private sealed class Collected(Action<AnswerPart>? onPart)
    {
        private double _logProbability;

        public StringBuilder Answer { get; } = new();

        public StringBuilder Reasoning { get; } = new();

        public List<AnswerStep> Steps { get; } = [];

        public void Add(IReadOnlyList<AnswerPart> parts, double tokenLogProbability)
        {
            _logProbability += tokenLogProbability;
            foreach (var part in parts)
            {
                (part.Channel == AnswerChannel.Answer ? Answer : Reasoning).Append(part.Text);
                onPart?.Invoke(part);
            }
            if (parts.Count > 0)
            {
                Steps.Add(new AnswerStep(Answer.Length, _logProbability));
            }
        }
    }
}
