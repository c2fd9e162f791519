using Curate.Core.Data;

namespace Curate.Formats.Files;

/// <summary>Puts rows of batches together as bytes of a format of lines. For one thread.</summary>
internal interface IRowWriter
{
    /// <summary>True when the payload of a batch already is what is to be written.</summary>
    bool CanCopy(RecordBatch batch);

    /// <summary>Puts rows of a batch together and hands them on in their order.</summary>
    void Write(RecordBatch batch, ReadOnlySpan<int> rows, IRowTarget to);
}
