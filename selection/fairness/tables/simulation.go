package tables

import "github.com/evenlot/evenlot/selection/fairness/simulate"

// Names of the files of a simulation, beside [ValuesFile] and [PackageFile].
const (
	SimulationFile = "simulation.json"
	RunsFile       = "runs.csv"
	MeasuresFile   = "measures.csv"
)

// Simulation are the tables of a simulation by name.
func Simulation(s *simulate.Simulation) map[string][]byte {
	files := described(packageOf{"evenlot-simulation", "Pools drawn from a frame, and what rules would give them",
		"Every number is modelled: pools were drawn by chance from a frame, people answering as assumed. Chances and shares lie in 0..1.", simulate.Format},
		[]table{
			rows(RunsFile, "Each pool under each rule", []string{"run", "rule"}, s.All),
			rows(MeasuresFile, "Each measure over all pools", []string{"rule", "measure"}, s.Measures),
			rows(ValuesFile, "Each value in the frame, among those who answer, and in the seats", []string{"rule", "feature", "value"}, s.Values),
		})
	files[SimulationFile] = indented(s)
	return files
}
