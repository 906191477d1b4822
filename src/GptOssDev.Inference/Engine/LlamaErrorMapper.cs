using GptOssDev.Llama;

namespace GptOssDev.Inference.Engine;

/// <summary>Turns failures of the native layer into this layer's.</summary>
internal static class LlamaErrorMapper
{
    public static InferenceException ToInference(LlamaException failure) =>
        new(
            failure.Reason switch
            {
                LlamaFailure.LibraryNotFound or LlamaFailure.LibraryMismatch or LlamaFailure.LibraryUnusable =>
                    InferenceFailure.LibraryUnusable,
                LlamaFailure.NotFound => InferenceFailure.ModelNotFound,
                LlamaFailure.ContextFailed or LlamaFailure.LoadFailed => InferenceFailure.OutOfMemory,
                LlamaFailure.InvalidArgument => InferenceFailure.OptionsUnusable,
                _ => InferenceFailure.ModelUnusable,
            },
            failure.Message,
            failure
        );
}
