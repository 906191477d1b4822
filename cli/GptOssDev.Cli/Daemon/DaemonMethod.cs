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
    private static readonly ProtocolJson _json = new(
        new JsonSerializerOptions(ProtocolJson.Default.Options) { RespectRequiredConstructorParameters = false }
    );

    public static DaemonMethod<EmptyParams, StatusResult> Status =>
        new(Methods.Status, _json.EmptyParams, _json.StatusResult);

    public static DaemonMethod<EmptyParams, EmptyResult> Shutdown =>
        new(Methods.Shutdown, _json.EmptyParams, _json.EmptyResult);

    public static DaemonMethod<EmptyParams, DoctorResult> Doctor =>
        new(Methods.Doctor, _json.EmptyParams, _json.DoctorResult);

    public static DaemonMethod<CompleteParams, CompleteResult> Complete =>
        new(Methods.Complete, _json.CompleteParams, _json.CompleteResult);

    public static DaemonMethod<EmptyParams, StatsResult> Stats =>
        new(Methods.Stats, _json.EmptyParams, _json.StatsResult);

    public static DaemonMethod<EvalParams, EvalResult> Eval => new(Methods.Eval, _json.EvalParams, _json.EvalResult);

    public static DaemonMethod<ExplainParams, AnswerResult> Explain =>
        new(Methods.Explain, _json.ExplainParams, _json.AnswerResult);

    public static DaemonMethod<AskParams, AnswerResult> Ask => new(Methods.Ask, _json.AskParams, _json.AnswerResult);

    public static DaemonMethod<RefactorParams, RefactorResult> Refactor =>
        new(Methods.Refactor, _json.RefactorParams, _json.RefactorResult);

    public static DaemonMethod<ReviewParams, ReviewResult> Review =>
        new(Methods.Review, _json.ReviewParams, _json.ReviewResult);

    public static DaemonMethod<BenchParams, BenchResult> Bench =>
        new(Methods.Bench, _json.BenchParams, _json.BenchResult);

    public static DaemonMethod<EmptyParams, ModelListResult> ModelList =>
        new(Methods.ModelList, _json.EmptyParams, _json.ModelListResult);

    public static DaemonMethod<ModelParams, ModelInspectResult> ModelInspect =>
        new(Methods.ModelInspect, _json.ModelParams, _json.ModelInspectResult);

    /// <summary>Partial results of explain and ask.</summary>
    public static JsonTypeInfo<AnswerDelta> AnswerDelta => _json.AnswerDelta;

    /// <summary>Partial results of bench.</summary>
    public static JsonTypeInfo<BenchProgress> BenchProgress => _json.BenchProgress;

    /// <summary>Partial results of eval.</summary>
    public static JsonTypeInfo<EvalProgress> EvalProgress => _json.EvalProgress;

    /// <summary>Partial results of review.</summary>
    public static JsonTypeInfo<ReviewProgress> ReviewProgress => _json.ReviewProgress;
}
