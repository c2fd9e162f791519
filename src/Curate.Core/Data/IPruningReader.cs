namespace Curate.Core.Data;

/// <summary>A reader that leaves out rows which cannot fulfil <see cref="ReadRequest.Condition"/>. The rows that it delivers keep their numbers.</summary>
public interface IPruningReader : IRecordReader
{
    /// <summary>Rows left out so far.</summary>
    long RowsLeftOut { get; }

    /// <summary>The row behind the last that was delivered or left out.</summary>
    long EndRow { get; }
}
