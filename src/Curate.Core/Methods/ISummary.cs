using Curate.Core.Data;

namespace Curate.Core.Methods;

/// <summary>Something computed from all rows whose result does not depend on how they were split: profiles, counts, inference.</summary>
public interface ISummary<TSelf> : IMergeable<TSelf>
    where TSelf : ISummary<TSelf>
{
    /// <summary>Takes in the rows of a batch.</summary>
    void Add(RecordBatch batch);
}
