using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>Puts rows of batches together as bytes of a format of lines. For one thread.</summary>
internal interface IRowWriter
{
    /// <summary>True when the payload of a batch already is what is to be written.</summary>
    bool CanCopy(RecordBatch batch);

    /// <summary>Takes the batch whose rows come next.</summary>
    void Begin(RecordBatch batch);

    /// <summary>A row without its line end; valid until the next call.</summary>
    ReadOnlySpan<byte> Row(RecordBatch batch, int row);
}
