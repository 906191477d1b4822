using GptOssDev.Grammar.Vocabulary;
using GptOssDev.Harmony;

namespace GptOssDev.Inference.Engine;

/// <summary>A hold on a loaded model. Disposing twice is harmless.</summary>
internal sealed class ModelSession(LoadedModel loaded, Action released) : IModelSession
{
    private int _disposed;

    public ModelInfo Model => loaded.Runner.Model;

    public ModelCapabilities Capabilities => loaded.Runner.Capabilities;

    public ITokenizer Tokenizer => loaded.Runner.Tokenizer;

    public TokenVocabulary Vocabulary => loaded.Vocabulary;

    public IGeneration Start(GenerationRequest request, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed != 0, this);
        return new Generation(loaded.Loop.Submit(request), loaded.Loop, cancellationToken);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            released();
        }
    }
}
