using GptOssDev.Grammar.Vocabulary;

namespace GptOssDev.Inference.Engine;

/// <summary>A runner with its loop. Disposing ends the loop first: nothing decodes when the weights go.</summary>
internal sealed class LoadedModel(ModelFile file, IModelRunner runner, TimeProvider time) : IDisposable
{
    // Some twenty thousand tokens of a small model, five thousand of gpt-oss-20b.
    private const long HostBytes = 256L << 20;

    private readonly Lazy<TokenVocabulary> _vocabulary = new(() => TokenVocabulary.Of(runner.Tokenizer));

    public ModelFile File { get; } = file;

    public IModelRunner Runner { get; } = runner;

    public EngineLoop Loop { get; } = new(runner, time, HostBytes);

    /// <summary>Read when the first constraint needs it: a large vocabulary takes a moment.</summary>
    public TokenVocabulary Vocabulary => _vocabulary.Value;

    public void Dispose()
    {
        Loop.Dispose();
        Runner.Dispose();
    }
}
