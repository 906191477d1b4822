namespace GptOssDev.Llama;

/// <summary>What a decode call came to. Every native status has its name; statuses below minus one are all fatal.</summary>
public enum DecodeStatus
{
    /// <summary>The batch is in the context's memory and its logits can be read.</summary>
    Ok = 0,

    /// <summary>No room in the memory for the batch; the memory is as before.</summary>
    NoKvSlot = 1,

    /// <summary>The abort callback stopped it; micro batches already done remain in the memory.</summary>
    Aborted = 2,

    /// <summary>The batch contradicts itself or the memory (token id, sequence, position); the memory is as before.</summary>
    InvalidInput = -1,

    /// <summary>The native side failed; micro batches already done remain in the memory.</summary>
    Fatal = -2,

    /// <summary>A status that this release does not document: treat as fatal.</summary>
    Unknown = int.MinValue,
}
