namespace Curate.Core.Data;

/// <summary>The part of writing a batch that needs nothing but the batch: any thread can do it, in any order of batches, one encoder for one batch at a time.</summary>
public interface IRowEncoder
{
    /// <summary>Sets <see cref="RecordBatch.Encoded"/> to all rows as they are to be written, or leaves it null where the sink has nothing to put together.</summary>
    void Encode(RecordBatch batch);
}
