using System.Text;
using GptOssDev.Inference;

namespace GptOssDev.Features.Generation;

/// <summary>
/// Runs prompts to their end on one held model and meters them. Cancelling, an exception of a listener and an early end all
/// dispose the generation, which frees its sequence at the next decode step.
/// </summary>
internal sealed class GenerationRunner(IModelSession session, RequestMeter meter)
{
    public IModelSession Session => session;

    /// <param name="onPart">Gets every piece in order, on the thread that reads; null listens to nothing.</param>
    /// <exception cref="InferenceException">The prompt does not fit, or decoding failed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public async Task<GeneratedAnswer> RunAsync(
        GenerationPrompt prompt,
        GenerationPlan plan,
        Action<AnswerPart>? onPart,
        CancellationToken cancel
    )
    {
        var request = new GenerationRequest(prompt.Tokens, plan.MaxTokens, plan.Priority, plan.Sampling, plan.Stops)
        {
            Constraint = plan.Constraint,
        };
        IAnswerReader reader = prompt.Start is { } start
            ? new HarmonyReader(session.Tokenizer, start)
            : new PlainReader(session.Tokenizer);
        var collected = new Collected(onPart);
        var ended = false;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, plan.Until);
        var generation = session.Start(request, either.Token);
        try
        {
            await foreach (var token in generation.Tokens.WithCancellation(either.Token))
            {
                meter.SawToken();
                collected.Add(reader.Feed(token.Id), token.LogProbability);
                ended = reader.IsComplete || plan.Enough?.Invoke(collected.Answer.ToString()) == true;
                if (ended)
                {
                    break;
                }
            }
            if (!ended)
            {
                collected.Add(reader.End(), 0);
            }
        }
        catch (OperationCanceledException) when (plan.Until.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            collected.Add(reader.End(), 0);
        }
        finally
        {
            await generation.DisposeAsync();
            meter.Add(generation.Stats);
        }
        return new GeneratedAnswer(
            collected.Answer.ToString(),
            collected.Reasoning.ToString(),
            ended || generation.Stats.Reason == FinishReason.Stop,
            generation.Stats,
            collected.Steps
        );
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
