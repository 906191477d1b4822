using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using GptOssDev.Contracts;

namespace GptOssDev.Cli.Daemon;

/// <summary>A method of the wire with the types of its params and result.</summary>
internal sealed record DaemonMethod<TParams, TResult>(
    string Name,
    JsonTypeInfo<TParams> Params,
    JsonTypeInfo<TResult> Result
);

/// <summary>The methods this program calls. Each is made when it is used: start-up pays for one only.</summary>
internal static class DaemonMethods
{
    /// <summary>The wire leaves nulls out, so a member that is not there is null and no error.</summary>
    private static readonly ProtocolJson Json = new(
        new JsonSerializerOptions(ProtocolJson.Default.Options) { RespectRequiredConstructorParameters = false }
    );

    public static DaemonMethod<EmptyParams, StatusResult> Status =>
        new(Methods.Status, Json.EmptyParams, Json.StatusResult);

    public static DaemonMethod<EmptyParams, EmptyResult> Shutdown =>
        new(Methods.Shutdown, Json.EmptyParams, Json.EmptyResult);

    public static DaemonMethod<EmptyParams, DoctorResult> Doctor =>
        new(Methods.Doctor, Json.EmptyParams, Json.DoctorResult);

    public static DaemonMethod<CompleteParams, CompleteResult> Complete =>
        new(Methods.Complete, Json.CompleteParams, Json.CompleteResult);

    public static DaemonMethod<EmptyParams, StatsResult> Stats =>
        new(Methods.Stats, Json.EmptyParams, Json.StatsResult);

    public static DaemonMethod<EvalParams, EvalResult> Eval => new(Methods.Eval, Json.EvalParams, Json.EvalResult);

    public static DaemonMethod<ExplainParams, AnswerResult> Explain =>
        new(Methods.Explain, Json.ExplainParams, Json.AnswerResult);

    public static DaemonMethod<AskParams, AnswerResult> Ask => new(Methods.Ask, Json.AskParams, Json.AnswerResult);

    public static DaemonMethod<RefactorParams, RefactorResult> Refactor =>
        new(Methods.Refactor, Json.RefactorParams, Json.RefactorResult);

    public static DaemonMethod<ReviewParams, ReviewResult> Review =>
        new(Methods.Review, Json.ReviewParams, Json.ReviewResult);

    public static DaemonMethod<BenchParams, BenchResult> Bench =>
        new(Methods.Bench, Json.BenchParams, Json.BenchResult);

    public static DaemonMethod<EmptyParams, ModelListResult> ModelList =>
        new(Methods.ModelList, Json.EmptyParams, Json.ModelListResult);

    public static DaemonMethod<ModelParams, ModelInspectResult> ModelInspect =>
        new(Methods.ModelInspect, Json.ModelParams, Json.ModelInspectResult);

    /// <summary>Partial results of explain and ask.</summary>
    public static JsonTypeInfo<AnswerDelta> AnswerDelta => Json.AnswerDelta;

    /// <summary>Partial results of bench.</summary>
    public static JsonTypeInfo<BenchProgress> BenchProgress => Json.BenchProgress;

    /// <summary>Partial results of eval.</summary>
    public static JsonTypeInfo<EvalProgress> EvalProgress => Json.EvalProgress;

    /// <summary>Partial results of review.</summary>
    public static JsonTypeInfo<ReviewProgress> ReviewProgress => Json.ReviewProgress;
}
