namespace Curate.Core.Resample.Cleaning;

/// <summary>A method that judges the original rows one by one, by their neighbours; several of them share one graph.</summary>
internal interface ICleaner
{
    /// <summary>Neighbours of each row that it reads from the shared graph; 0 for none.</summary>
    int GraphNeighbours(CleaningOptions options);

    /// <summary>The rows that leave; no row twice.</summary>
    IReadOnlyList<Removal> Clean(CleaningWork work);
}
