namespace GptOssDev.Inference.Scheduling;

/// <summary>The KV cache's content of one sequence in host memory. Only the runner that saved it can read it.</summary>
public interface ISequenceState : IDisposable
{
    /// <summary>Host memory it takes.</summary>
    long Bytes { get; }
}
