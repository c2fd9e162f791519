namespace Curate.Core.Data;

/// <summary>The part of reading a batch that needs nothing but the batch: any thread can do it, in any order of batches.</summary>
public interface IBatchDecoder
{
    /// <summary>Fills the columns of the batch that this belongs to.</summary>
    void Decode();
}
